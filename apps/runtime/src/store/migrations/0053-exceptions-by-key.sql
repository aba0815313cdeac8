-- Who else needs a person about the same order: asked each time an exception is told of.
create index exceptions_unsettled_key on exceptions (business_key) where status in ('open', 'retrying');
