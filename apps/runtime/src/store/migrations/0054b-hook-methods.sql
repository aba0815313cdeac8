-- Several webhooks may share an address when they take different methods.
alter table hook_paths add column method text not null default 'POST' check (method in ('POST', 'GET', 'PUT', 'PATCH', 'DELETE'));
alter table hook_paths drop constraint hook_paths_pkey;
alter table hook_paths add primary key (path, method);
