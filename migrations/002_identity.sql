-- What the first schema left open: which slides a number names, a deck that is
-- live from its first moment, several moves in one transaction, and slides that
-- are edited under the talk.

-- Pages and servers know slides by their deck and its content. Counted from 1
-- that names others in every library, and others again where a database went
-- back in time. A clock tells all of these apart.
CREATE FUNCTION content_after(before bigint) RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT greatest(before + 1, (extract(epoch FROM clock_timestamp()) * 1000)::bigint)
$$;
ALTER TABLE decks ALTER COLUMN content SET DEFAULT content_after(0);

CREATE OR REPLACE FUNCTION slides_edited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE decks SET content = content_after(content) WHERE id = NEW.deck_id;
    RETURN NULL;
END $$;

-- A deck has no slides yet when its row is made. One that were live at once would
-- be a second live deck, of no revision.
CREATE FUNCTION decks_begin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.live OR NEW.published THEN
        RAISE EXCEPTION 'a deck is made first, and then made live, or published, by an UPDATE'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'begins_closed', TABLE = 'decks';
    END IF;
    NEW.rev := 0;
    RETURN NEW;
END $$;
CREATE TRIGGER decks_begin BEFORE INSERT ON decks
    FOR EACH ROW EXECUTE FUNCTION decks_begin();

CREATE OR REPLACE FUNCTION decks_2_revise() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    most integer;
    edited boolean := NEW.content <> OLD.content AND NOT NEW.step_given AND NEW.current_slide = OLD.current_slide;
BEGIN
    IF NEW.current_slide <> OLD.current_slide AND NOT NEW.step_given THEN
        NEW.current_step := 0;
    END IF;
    NEW.step_given := false;

    IF NEW.deleted_at IS NOT NULL THEN
        NEW.live := false;
        NEW.published := false;
    END IF;

    IF NEW.live AND NOT OLD.live THEN
        -- A new audience has seen nothing yet.
        UPDATE slides SET shown = false WHERE deck_id = NEW.id AND shown AND NOT NEW.published;
        IF NEW.blank = 'freeze' THEN
            NEW.blank := '';
        END IF;
    END IF;

    IF (NEW.title, NEW.slides, NEW.current_slide, NEW.current_step, NEW.blank,
        NEW.live, NEW.published, NEW.content, NEW.deleted_at)
       IS NOT DISTINCT FROM
       (OLD.title, OLD.slides, OLD.current_slide, OLD.current_step, OLD.blank,
        OLD.live, OLD.published, OLD.content, OLD.deleted_at)
    THEN
        NEW.rev := OLD.rev;
        RETURN NEW;
    END IF;

    IF NEW.current_step > 0 THEN
        SELECT steps INTO most FROM slides WHERE deck_id = NEW.id AND number = NEW.current_slide;
        IF NEW.current_step > coalesce(most, 0) THEN
            IF NOT edited THEN
                RAISE EXCEPTION 'slide % of deck % has % steps, not %',
                    NEW.current_slide, NEW.id, coalesce(most, 0), NEW.current_step
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'step_in_range', TABLE = 'decks';
            END IF;
            -- It lost steps under the talk.
            NEW.current_step := coalesce(most, 0);
        END IF;
    END IF;

    IF NEW.blank = '' THEN
        NEW.shown_slide := NEW.current_slide;
        NEW.shown_step := NEW.current_step;
    ELSIF edited AND NEW.shown_step > 0 THEN
        SELECT steps INTO most FROM slides WHERE deck_id = NEW.id AND number = NEW.shown_slide;
        NEW.shown_step := least(NEW.shown_step, coalesce(most, 0));
    END IF;
    UPDATE revision SET rev = rev + 1 RETURNING rev INTO NEW.rev;
    NEW.changed_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION decks_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE revision SET rev = rev + 1 RETURNING rev INTO OLD.rev;
        OLD.deleted_at := clock_timestamp();
        OLD.changed_at := OLD.deleted_at;
        OLD.live := false;
        OLD.published := false;
        PERFORM pg_notify('lectern', deck_state(OLD)::text);
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF NEW.rev = OLD.rev THEN
            RETURN NULL;
        END IF;
        -- Where one statement makes several live, all but one are so no more by
        -- now, and their slides were not shown.
        IF NEW.blank = '' AND (NEW.live OR NEW.published) THEN
            UPDATE slides SET shown = true
             WHERE deck_id = NEW.id AND number = NEW.current_slide AND NOT shown
               AND EXISTS (SELECT FROM decks WHERE id = NEW.id AND (live OR published));
        END IF;
    END IF;
    PERFORM pg_notify('lectern', deck_state(NEW)::text);
    IF TG_OP = 'UPDATE' AND NEW.live AND NOT OLD.live THEN
        -- One live deck. The new one is told first, so that the room goes from
        -- talk to talk with nothing in between. (Where one statement makes
        -- several live, the last that is still live stays.)
        UPDATE decks SET live = false WHERE live AND id <> NEW.id
           AND EXISTS (SELECT FROM decks WHERE id = NEW.id AND live);
    END IF;
    RETURN NULL;
END $$;

-- PostgreSQL drops a notification that a transaction has sent before: after the
-- moves 3, 4 and 3 in one, a listener would have heard 4 last. So the slide is
-- told at the commit, as it is then.
CREATE FUNCTION decks_tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('decks_' || id, current_slide::text) FROM decks WHERE id = NEW.id;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER decks_tell AFTER UPDATE ON decks
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.current_slide <> OLD.current_slide)
    EXECUTE FUNCTION decks_tell();

UPDATE decks SET content = content_after(content);
