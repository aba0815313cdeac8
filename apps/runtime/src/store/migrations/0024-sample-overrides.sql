-- Why a version was published although samples of its maps failed, and which: {reason, failed}. Null where all passed.
alter table flow_versions add column sample_override json;
