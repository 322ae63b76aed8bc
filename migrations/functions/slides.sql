-- Slides, what they look like, and what was read on them.

-- Slides edited, added or taken away: whoever shows them must fetch them again.
-- One statement is one change of the deck, however many slides it touches. A
-- deck that this transaction makes is known to nobody yet.
CREATE OR REPLACE FUNCTION slides_edited() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    edited bigint[];
    asides bigint[] := '{}';
    speakers text[] := '{edited,edited_of,bookmark,hidden,hide,planned,plan}'; -- what only the speaker has of a slide is no edit of it,
BEGIN
    IF TG_OP = 'INSERT' THEN
        edited := ARRAY(SELECT DISTINCT deck_id FROM after);
    ELSIF TG_OP = 'DELETE' THEN
        edited := ARRAY(SELECT DISTINCT deck_id FROM before);
    ELSE -- and that the room has seen it is none either.
        edited := ARRAY(SELECT deck_id FROM (
            (SELECT deck_id, to_jsonb(a) - 'shown' - speakers FROM after a EXCEPT SELECT deck_id, to_jsonb(b) - 'shown' - speakers FROM before b)
            UNION ALL
            (SELECT deck_id, to_jsonb(b) - 'shown' - speakers FROM before b EXCEPT SELECT deck_id, to_jsonb(a) - 'shown' - speakers FROM after a)) e);
        asides := ARRAY(SELECT deck_id FROM (
            SELECT deck_id, to_jsonb(a) - 'shown' FROM after a EXCEPT SELECT deck_id, to_jsonb(b) - 'shown' FROM before b) e
            WHERE deck_id <> ALL (edited));
    END IF;
    -- An UPDATE would lock the counter, be there something to update or not.
    edited := ARRAY(SELECT id FROM decks WHERE id = ANY (edited) AND created_at <> now());
    IF cardinality(edited) > 0 THEN
        UPDATE decks SET content = content_after(content) WHERE id = ANY (edited);
    END IF;
    asides := ARRAY(SELECT id FROM decks WHERE id = ANY (asides) AND created_at <> now());
    IF cardinality(asides) > 0 THEN
        UPDATE decks d SET aside = d.aside + 1 WHERE id = ANY (asides);
    END IF;
    RETURN NULL;
END $$;

-- Views are what slides look like, so the same goes for them; and for what slides are
-- called, and the notes, in other languages. What a slide takes along when it goes, or
-- gets another number, comes from inside a trigger: it is no edit beside the slide's own.
-- The counter is locked before their rows, as for decks. (New rows nobody waits for.)
DO $$
DECLARE
    kind text;
    alone text := '';
BEGIN
    FOREACH kind IN ARRAY '{slides,views,translations}'::text[] LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER %1$s_edited AFTER UPDATE ON %1$s
            REFERENCING OLD TABLE AS before NEW TABLE AS after
            FOR EACH STATEMENT %2$s EXECUTE FUNCTION slides_edited()', kind, alone);
        EXECUTE format('CREATE OR REPLACE TRIGGER %1$s_added AFTER INSERT ON %1$s
            REFERENCING NEW TABLE AS after
            FOR EACH STATEMENT EXECUTE FUNCTION slides_edited()', kind);
        EXECUTE format('CREATE OR REPLACE TRIGGER %1$s_taken AFTER DELETE ON %1$s
            REFERENCING OLD TABLE AS before
            FOR EACH STATEMENT %2$s EXECUTE FUNCTION slides_edited()', kind, alone);
        EXECUTE format('CREATE OR REPLACE TRIGGER %1$s_lock BEFORE UPDATE OR DELETE ON %1$s
            FOR EACH STATEMENT %2$s EXECUTE FUNCTION decks_lock()', kind, alone);
        alone := 'WHEN (pg_trigger_depth() = 0)';
    END LOOP;
END $$;

-- What was read is no longer to be looked for.
CREATE OR REPLACE FUNCTION pictures_read() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE pictures p SET unread = false FROM added a WHERE p.hash = a.hash AND p.unread;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER readings_added AFTER INSERT ON readings
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION pictures_read();
