-- What a version that others can call promises, in the words of semantic versions; null for one that nobody can call, and for versions
-- from before this migration.
alter table flow_versions add column semver text;
