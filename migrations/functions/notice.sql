-- The urgent message, as every server is told: whole. Where its row is gone there is none.
CREATE OR REPLACE FUNCTION notice_state() RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('text', coalesce((SELECT text FROM notice), ''))
$$;

CREATE OR REPLACE FUNCTION notice_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('lectern_notice', notice_state()::text);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER notice_changed AFTER INSERT OR UPDATE OR DELETE ON notice
    FOR EACH STATEMENT EXECUTE FUNCTION notice_changed();
