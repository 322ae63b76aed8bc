-- What is said to the speaker: the last few messages, the newest first, which everybody
-- who may read them is told whole. It is short enough for a notification.
CREATE OR REPLACE FUNCTION messages_state() RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_agg(to_jsonb(m) ORDER BY m.id DESC), '[]') FROM (SELECT * FROM messages ORDER BY id DESC LIMIT 5) m
$$;

CREATE OR REPLACE TRIGGER messages_lock BEFORE INSERT OR UPDATE OR DELETE ON messages
    FOR EACH STATEMENT EXECUTE FUNCTION one_by_one();

CREATE OR REPLACE FUNCTION messages_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM messages WHERE id <= (SELECT id FROM messages ORDER BY id DESC OFFSET 20 LIMIT 1);
    PERFORM pg_notify('lectern_messages', messages_state()::text);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER messages_changed AFTER INSERT OR UPDATE OR DELETE ON messages
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION messages_changed();
