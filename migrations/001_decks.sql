-- Decks, their slides and pictures, and the triggers that make every change of
-- a position, whoever makes it, refuse what is out of range, carry a revision
-- and reach those who listen. Needs PostgreSQL 14 or later.

-- The one revision counter. Its row stays locked from a change to its commit:
-- only so are revisions in commit order over all decks. A sequence would let
-- 10 commit before 9, and a viewer who has seen 10 would ignore the 9.
CREATE TABLE revision (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    rev bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO revision (rev) VALUES (0);

-- The key of the pictures' addresses, so that nobody who has a picture's bytes
-- can compute where it is served.
CREATE TABLE secrets (
    name  text PRIMARY KEY,
    value bytea NOT NULL
);
INSERT INTO secrets (name, value) VALUES
    ('pictures', uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));

CREATE TABLE pictures (
    hash       text PRIMARY KEY,              -- the address: a keyed hash of the bytes
    width      integer NOT NULL,              -- of the largest size
    height     integer NOT NULL,
    vector     boolean NOT NULL,
    used_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE picture_sizes (
    hash   text    NOT NULL REFERENCES pictures ON DELETE CASCADE,
    width  integer NOT NULL,                  -- 0 for a vector
    height integer NOT NULL,
    type   text    NOT NULL,
    data   bytea   NOT NULL,
    PRIMARY KEY (hash, width)
);
ALTER TABLE picture_sizes ALTER COLUMN data SET STORAGE EXTERNAL; -- compressed already

CREATE TABLE decks (
    id            bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title         text    NOT NULL,
    slides        integer NOT NULL CHECK (slides >= 1),
    current_slide integer NOT NULL DEFAULT 1,
    current_step  integer NOT NULL DEFAULT 0,
    blank         text    NOT NULL DEFAULT '',
    live          boolean NOT NULL DEFAULT false,
    published     boolean NOT NULL DEFAULT false,
    shown_slide   integer NOT NULL DEFAULT 1, -- the last position that was not covered:
    shown_step    integer NOT NULL DEFAULT 0, -- what viewers keep while frozen
    content       bigint  NOT NULL DEFAULT 1, -- grows when the slides themselves change
    rev           bigint  NOT NULL DEFAULT 0,
    changed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    lang          text    NOT NULL DEFAULT '',
    source        text    NOT NULL DEFAULT '',
    format        text    NOT NULL,
    digest        text    NOT NULL DEFAULT '', -- of the files it was made from
    warnings      text[]  NOT NULL DEFAULT '{}',
    created_at    timestamptz NOT NULL DEFAULT now(),
    deleted_at    timestamptz,                -- kept a while, so that a deletion can be undone
    step_given    boolean NOT NULL DEFAULT false, -- for the triggers: always false at rest
    CONSTRAINT title_length   CHECK (length(title) BETWEEN 1 AND 500),
    CONSTRAINT slide_in_range CHECK (current_slide BETWEEN 1 AND slides),
    CONSTRAINT step_in_range  CHECK (current_step >= 0),
    CONSTRAINT blank_known    CHECK (blank IN ('', 'black', 'white', 'freeze'))
);
CREATE INDEX decks_digest ON decks (digest);
CREATE INDEX decks_live ON decks (id) WHERE live; -- one at the most: decks_notify sees to it

CREATE TABLE slides (
    deck_id bigint  NOT NULL REFERENCES decks ON DELETE CASCADE,
    number  integer NOT NULL CHECK (number >= 1),
    title   text    NOT NULL DEFAULT '',
    html    text    NOT NULL DEFAULT '',
    class   text    NOT NULL DEFAULT '',
    picture text    REFERENCES pictures,
    uses    text[]  NOT NULL DEFAULT '{}',    -- pictures inside html, in order
    text    text    NOT NULL DEFAULT '',
    notes   text    NOT NULL DEFAULT '',
    steps   integer NOT NULL DEFAULT 0 CHECK (steps >= 0),
    shown   boolean NOT NULL DEFAULT false,   -- the room has seen it since the deck went live
    PRIMARY KEY (deck_id, number),
    CHECK ((html = '') <> (picture IS NULL))
);
CREATE INDEX slides_picture ON slides (picture) WHERE picture IS NOT NULL;

-- Which pictures a deck needs; what no deck needs is swept up later.
CREATE TABLE deck_pictures (
    deck_id bigint NOT NULL REFERENCES decks ON DELETE CASCADE,
    hash    text   NOT NULL REFERENCES pictures,
    PRIMARY KEY (deck_id, hash)
);
CREATE INDEX deck_pictures_hash ON deck_pictures (hash);

-- What a listener is told about a deck: the whole small state, so that the
-- newest message is all anybody needs.
CREATE FUNCTION deck_state(d decks) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deck', d.id, 'slide', d.current_slide, 'step', d.current_step,
        'slides', d.slides, 'rev', d.rev, 'blank', d.blank,
        'shown_slide', d.shown_slide, 'shown_step', d.shown_step,
        'content', d.content, 'live', d.live, 'published', d.published,
        'removed', d.deleted_at IS NOT NULL, 'at', d.changed_at)
$$;

-- Before any row of a statement is locked: the counter first, then the rows.
-- Every writer takes them in this order, so no two wait for each other.
CREATE FUNCTION decks_lock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM revision FOR UPDATE;
    RETURN NULL;
END $$;
CREATE TRIGGER decks_lock BEFORE UPDATE OR DELETE ON decks
    FOR EACH STATEMENT EXECUTE FUNCTION decks_lock();

-- A trigger's body cannot see which columns an UPDATE names; UPDATE OF can. It
-- tells "slide 4" (which begins at its step 0) from "slide 4, step 2".
-- Triggers of one kind run in the order of their names.
CREATE FUNCTION decks_1_step_given() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.step_given := true;
    RETURN NEW;
END $$;
CREATE TRIGGER decks_1_step_given BEFORE UPDATE OF current_step ON decks
    FOR EACH ROW EXECUTE FUNCTION decks_1_step_given();

CREATE FUNCTION decks_2_revise() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    most integer;
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
            RAISE EXCEPTION 'slide % of deck % has % steps, not %',
                NEW.current_slide, NEW.id, coalesce(most, 0), NEW.current_step
                USING ERRCODE = 'check_violation', CONSTRAINT = 'step_in_range', TABLE = 'decks';
        END IF;
    END IF;

    IF NEW.blank = '' THEN
        NEW.shown_slide := NEW.current_slide;
        NEW.shown_step := NEW.current_step;
    END IF;
    UPDATE revision SET rev = rev + 1 RETURNING rev INTO NEW.rev;
    NEW.changed_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER decks_2_revise BEFORE UPDATE ON decks
    FOR EACH ROW EXECUTE FUNCTION decks_2_revise();

CREATE FUNCTION decks_notify() RETURNS trigger LANGUAGE plpgsql AS $$
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
        IF NEW.blank = '' AND (NEW.live OR NEW.published) THEN
            UPDATE slides SET shown = true
             WHERE deck_id = NEW.id AND number = NEW.current_slide AND NOT shown;
        END IF;
        IF NEW.current_slide <> OLD.current_slide THEN
            PERFORM pg_notify('decks_' || NEW.id, NEW.current_slide::text);
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
CREATE TRIGGER decks_notify AFTER INSERT OR UPDATE OR DELETE ON decks
    FOR EACH ROW EXECUTE FUNCTION decks_notify();

-- Slides edited in place: whoever shows them must fetch them again.
CREATE FUNCTION slides_edited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE decks SET content = content + 1 WHERE id = NEW.deck_id;
    RETURN NULL;
END $$;
CREATE TRIGGER slides_edited
    AFTER UPDATE OF title, html, class, picture, uses, text, notes, steps ON slides
    FOR EACH ROW
    WHEN ((OLD.title, OLD.html, OLD.class, OLD.picture, OLD.uses, OLD.text, OLD.notes, OLD.steps)
          IS DISTINCT FROM
          (NEW.title, NEW.html, NEW.class, NEW.picture, NEW.uses, NEW.text, NEW.notes, NEW.steps))
    EXECUTE FUNCTION slides_edited();
-- The counter before the slides' rows, as for decks.
CREATE TRIGGER slides_lock
    BEFORE UPDATE OF title, html, class, picture, uses, text, notes, steps ON slides
    FOR EACH STATEMENT EXECUTE FUNCTION decks_lock();
