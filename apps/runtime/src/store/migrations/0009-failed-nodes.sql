-- Every step that failed with nothing drawn to catch it, as a JSON array of node ids; null for exceptions of before.
alter table exceptions add column nodes json;
-- Test runs are few among many; their list and their clearing away must not walk all the others.
create index runs_tests on runs (id) where test;
