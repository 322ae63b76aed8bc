-- A deck's row: what a change of it brings with it, and who is told.

-- Pages and servers know slides by their deck and its content. Counted from 1
-- that names others in every library, and others again where a database went
-- back in time. A clock tells all of these apart.
CREATE OR REPLACE FUNCTION content_after(before bigint) RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT greatest(before + 1, (extract(epoch FROM clock_timestamp()) * 1000)::bigint)
$$;

-- The state of a deck, which every listener is told whole, so that the newest
-- message is all anybody needs: the row without what the deck was made from. A
-- new column is in it, and a change of it is a change of the deck.
CREATE OR REPLACE FUNCTION deck_state(d decks) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT to_jsonb(d) - '{author,lang,others,titles,file_planned,source,format,digest,dialect,separator,vertical_separator,notes_side,asked_lang,found_dialect,warnings,remarks,hung,saved_over,replaced_in,created_at,step_given,blank_given,own_planned}'::text[]
$$;

-- What those who follow a deck see of it. Where the presenter goes under a cover is
-- not in it, nor that anything happens there. Of a deck that nobody may follow that
-- is nothing: while nothing is live, whoever asks hears of no preparations.
CREATE OR REPLACE FUNCTION deck_seen(d decks) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN d.live OR d.published THEN
        jsonb_build_array(d.shown_slide, d.shown_step, d.shown_zoom, d.blank, d.inviting, d.words, d.slides, d.content, d.title, d.live, d.published,
            CASE WHEN d.blank = '' THEN jsonb_build_array(d.playing, d.played, d.played_at) END) END
$$;

CREATE OR REPLACE TRIGGER decks_lock BEFORE UPDATE OR DELETE ON decks
    FOR EACH STATEMENT EXECUTE FUNCTION decks_lock();

-- A deck has no slides yet when its row is made. One that were live at once would
-- be a second live deck, of no revision.
CREATE OR REPLACE FUNCTION decks_begin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.live OR NEW.published THEN
        RAISE EXCEPTION 'a deck is made first, and then made live, or published, by an UPDATE'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'begins_closed', TABLE = 'decks';
    END IF;
    NEW.rev := 0;
    NEW.seen_rev := 0;
    NEW.content := content_after(0);
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER decks_begin BEFORE INSERT ON decks
    FOR EACH ROW EXECUTE FUNCTION decks_begin();

-- A trigger's body cannot see which columns an UPDATE names; UPDATE OF can. It
-- tells "slide 4" (which begins at its step 0) from "slide 4, step 2".
-- Triggers of one kind run in the order of their names.
CREATE OR REPLACE FUNCTION decks_1_step_given() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.step_given := true;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER decks_1_step_given BEFORE UPDATE OF current_step ON decks
    FOR EACH ROW EXECUTE FUNCTION decks_1_step_given();

-- And "black, as it was" from nothing said of a cover.
CREATE OR REPLACE FUNCTION decks_1_blank_given() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.blank_given := true;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER decks_1_blank_given BEFORE UPDATE OF blank ON decks
    FOR EACH ROW EXECUTE FUNCTION decks_1_blank_given();

-- Somebody publishes what is open already since it hangs on a screen: it stays so without it.
CREATE OR REPLACE FUNCTION decks_1_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.hung := NEW.hung AND NOT (OLD.hung AND NEW.published);
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER decks_1_published BEFORE UPDATE OF published ON decks
    FOR EACH ROW EXECUTE FUNCTION decks_1_published();

CREATE OR REPLACE FUNCTION decks_2_revise() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step integer;
    stay double precision;
    went boolean; -- to another view
    itself boolean := NEW.advance_at IS DISTINCT FROM OLD.advance_at; -- store.Advance says so
    edited boolean := NEW.content <> OLD.content AND NOT NEW.step_given AND NEW.current_slide = OLD.current_slide;
    rehearsed boolean := false; -- nobody has seen what a cover hides
    talk decks; -- that goes on after this one
BEGIN
    NEW.rev := OLD.rev;
    NEW.changed_at := OLD.changed_at;
    NEW.seen_rev := OLD.seen_rev;
    NEW.seen_at := OLD.seen_at;
    -- For a moment it is live in another one's stead. What comes after one moment is the next,
    -- and then the talk.
    IF NEW.interlude_of IS DISTINCT FROM OLD.interlude_of AND NEW.interlude_of IS NOT NULL AND NEW.deleted_at IS NULL THEN
        SELECT * INTO talk FROM decks WHERE live AND coalesce(interlude_of, id) = NEW.interlude_of AND NEW.id NOT IN (id, NEW.interlude_of);
        IF NOT FOUND OR OLD.live THEN
            RAISE EXCEPTION 'deck % is not live, or is this one', NEW.interlude_of
                USING ERRCODE = 'check_violation', CONSTRAINT = 'interlude_of_talk', TABLE = 'decks';
        END IF;
        NEW.live := true;
        NEW.own_planned := OLD.planned;
        NEW.planned := talk.planned;
    ELSIF NEW.interlude_of IS NOT NULL AND NOT NEW.live THEN
        NEW.interlude_of := NULL;
    END IF;
    IF OLD.interlude_of IS NOT NULL AND NEW.interlude_of IS NULL THEN
        NEW.planned := OLD.own_planned;
        NEW.own_planned := NULL;
        NEW.advancing := false;
        NEW.started_at := CASE WHEN NEW.live THEN NEW.started_at END;
    END IF;

    -- It hangs again where it hung when it was deleted.
    IF OLD.deleted_at IS NOT NULL AND NEW.deleted_at IS NULL AND NOT NEW.published AND EXISTS (SELECT FROM screens WHERE deck = NEW.id) THEN
        NEW.published := true;
        NEW.hung := true;
    END IF;
    -- Nobody sees what is rehearsed: a deck that is open is not, and one that is opened no more.
    IF NEW.rehearsing AND NEW.published AND NOT NEW.live THEN
        IF NOT OLD.rehearsing THEN
            RAISE EXCEPTION 'deck % is published', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'rehearsed_unseen', TABLE = 'decks';
        END IF;
        NEW.rehearsing := false;
    END IF;

    -- The talk has ended, or its rehearsal: the next one begins at the beginning. (Depth
    -- 2 is decks_notify, which made another deck live: this one may yet go on.)
    IF OLD.interlude_of IS NULL AND (OLD.live AND pg_trigger_depth() = 1 OR OLD.rehearsing AND NOT NEW.rehearsing) AND NOT NEW.live THEN
        IF NEW.current_slide = OLD.current_slide AND NOT NEW.step_given THEN
            NEW.current_slide := first_slide(NEW.id);
            NEW.current_step := 0;
        END IF;
        NEW.started_at := NULL;
        NEW.advancing := false;
    END IF;
    -- Who are let in now see no slide that is passed by because nobody has moved yet.
    IF (NEW.live OR NEW.published) AND NOT (OLD.live OR OLD.published) AND NEW.started_at IS NULL
       AND (OLD.current_slide, OLD.current_step, NEW.current_slide, NEW.current_step, NEW.step_given) = (1, 0, 1, 0, false) THEN
        NEW.current_slide := first_slide(NEW.id);
    END IF;
    -- What somebody calls it, it is called in all its languages. (What comes with other slides
    -- nobody calls it.)
    IF NEW.title <> OLD.title AND NEW.titles = OLD.titles AND NEW.content = OLD.content THEN
        NEW.titles := '{}';
    END IF;
    NEW := clock_after(OLD, NEW);
    IF NEW.current_slide <> OLD.current_slide AND NOT NEW.step_given THEN
        NEW.current_step := 0;
    END IF;
    NEW.step_given := false;

    -- Each slide's films begin at their beginning, and stand still until they are played.
    IF NEW.current_slide <> OLD.current_slide AND (NEW.playing, NEW.played) = (OLD.playing, OLD.played) THEN
        NEW.playing := false;
        NEW.played := 0;
    END IF;
    -- Where another deck is live they wait, be it for a moment.
    IF OLD.live AND NOT NEW.live AND OLD.playing AND (NEW.playing, NEW.played) = (OLD.playing, OLD.played) THEN
        NEW.playing := false;
        NEW.played := least(86400, OLD.played + greatest(0, extract(epoch FROM clock_timestamp() - OLD.played_at)));
    END IF;
    NEW.played_at := OLD.played_at;
    IF (NEW.playing, NEW.played) <> (OLD.playing, OLD.played) THEN
        NEW.played_at := CASE WHEN NEW.playing OR NEW.played > 0 THEN clock_timestamp() END;
    END IF;

    -- A part of a slide is no part of another one. (After its moment a talk is where it was.)
    IF (NEW.current_slide <> OLD.current_slide OR OLD.live AND NOT NEW.live AND NOT EXISTS (SELECT FROM decks WHERE live AND interlude_of = NEW.id))
       AND NEW.zoom IS NOT DISTINCT FROM OLD.zoom THEN
        NEW.zoom := NULL;
    END IF;

    IF NEW.deleted_at IS NOT NULL THEN
        NEW.live := false;
        NEW.published := false;
    END IF;
    IF NOT NEW.published THEN
        NEW.hung := false;
    END IF;

    IF NEW.live AND NOT OLD.live THEN
        NEW.presented_at := CASE WHEN talk.id IS NULL THEN clock_timestamp() ELSE OLD.presented_at END;
        -- A new audience has seen nothing yet. (Where the clock goes on, so does
        -- the talk.)
        UPDATE slides SET shown = -1 WHERE deck_id = NEW.id AND shown >= 0 AND NOT NEW.published AND NEW.started_at IS NULL;
    END IF;
    -- The talk's clock goes on.
    IF talk.id IS NOT NULL THEN
        NEW.started_at := talk.started_at;
        NEW.paused := talk.paused;
        NEW.paused_at := talk.paused_at;
    END IF;
    -- What says itself how long it stays begins by itself, and what goes round and round; a
    -- talk that goes on does so by hand.
    IF NEW.live AND NOT OLD.live AND NEW.started_at IS NULL OR NEW.rehearsing AND NOT OLD.rehearsing THEN
        NEW.advancing := NEW.advancing OR NEW.advance_loop AND NEW.advance_every > 0
            OR EXISTS (SELECT FROM views WHERE deck_id = NEW.id AND lang = '' AND seconds > 0);
    END IF;
    -- A cover ends with the rehearsal that it was put on in: whoever rehearsed under one does not
    -- think of that any more. (Any other is taken off by nobody but the presenter: what is below
    -- it was not shown.)
    IF NOT NEW.blank_given AND OLD.rehearsing AND NOT OLD.live AND (NEW.live OR NOT NEW.rehearsing) AND NOT NEW.published THEN
        NEW.blank := '';
    END IF;
    NEW.blank_given := false;
    -- There is nothing to freeze yet for those who are let in now. (Where a talk goes on after a
    -- moment, there is: nobody has seen where it went meanwhile.)
    IF NEW.blank = 'freeze' AND (NEW.live AND NOT OLD.live AND (NEW.started_at IS NULL OR talk.id IS NOT NULL) OR NEW.published AND NOT OLD.live AND NOT OLD.published) THEN
        NEW.blank := '';
    END IF;
    IF NEW.blank <> '' AND (NEW.live OR NEW.published) THEN
        rehearsed := NOT EXISTS (SELECT FROM slides WHERE deck_id = NEW.id AND number = OLD.shown_slide AND shown >= OLD.shown_step);
        IF rehearsed AND NEW.blank = 'freeze' AND OLD.blank IN ('black', 'white') THEN
            NEW.blank := OLD.blank; -- that is what the room sees
        END IF;
    END IF;

    -- Whoever moves it by hand has it in hand.
    went := (NEW.current_slide, NEW.current_step) <> (OLD.current_slide, OLD.current_step);
    IF (OLD.live AND NEW.live OR OLD.rehearsing AND NEW.rehearsing) AND went AND NEW.content = OLD.content AND NOT itself AND NEW.advancing = OLD.advancing THEN
        NEW.advancing := false;
    END IF;
    NEW.advance_at := OLD.advance_at;

    -- Words, and how to join, lie over one slide. (Nobody learns by that of moves under a cover.)
    IF (NEW.blank = '' AND (NEW.current_slide, NEW.current_step) <> (OLD.shown_slide, OLD.shown_step) OR NOT NEW.live AND OLD.live) AND (NEW.inviting, NEW.words) = (OLD.inviting, OLD.words) THEN
        NEW.inviting := false;
        NEW.words := '';
    END IF;

    IF deck_state(NEW) = deck_state(OLD) THEN
        RETURN NEW;
    END IF;

    -- Where a slide got another number nobody has moved.
    IF OLD.live AND NEW.live AND NEW.content = OLD.content AND NEW.started_at IS NOT DISTINCT FROM OLD.started_at
       AND (went OR NEW.advancing AND NOT OLD.advancing) THEN
        NEW.started_at := coalesce(NEW.started_at, clock_timestamp());
    END IF;

    IF NEW.current_step > 0 THEN
        step := last_view(NEW.id, NEW.current_slide, NEW.current_step);
        IF step < NEW.current_step THEN
            IF NOT edited THEN
                RAISE EXCEPTION 'slide % of deck % has no step %', NEW.current_slide, NEW.id, NEW.current_step
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'step_in_range', TABLE = 'decks';
            END IF;
            -- It lost steps under the talk.
            NEW.current_step := step;
        END IF;
    END IF;

    IF (NEW.live OR NEW.rehearsing) AND NEW.advancing AND NEW.blank = '' AND NOT NEW.paused THEN
        stay := advance_after(NEW);
    END IF;
    IF stay IS NULL OR went OR (NEW.advance_every, NEW.advance_loop) <> (OLD.advance_every, OLD.advance_loop) OR OLD.advance_at IS NULL THEN
        NEW.advance_at := clock_timestamp() + make_interval(secs => stay);
    END IF;

    IF NEW.blank = '' OR rehearsed AND NOT (OLD.live OR OLD.published) THEN
        NEW.shown_slide := NEW.current_slide;
        NEW.shown_step := NEW.current_step;
        NEW.shown_zoom := NEW.zoom;
    ELSIF edited AND NEW.shown_step > 0 THEN
        NEW.shown_step := last_view(NEW.id, NEW.shown_slide, NEW.shown_step);
    END IF;
    UPDATE revision SET rev = rev + 1 RETURNING rev INTO NEW.rev;
    NEW.changed_at := clock_timestamp();
    NEW.shown_at := CASE WHEN NEW.shown_slide <> OLD.shown_slide OR NEW.live AND NOT OLD.live OR OLD.shown_at IS NULL THEN NEW.changed_at ELSE OLD.shown_at END;
    NEW.covered_at := CASE WHEN NEW.blank = '' THEN NULL WHEN OLD.blank = '' THEN NEW.changed_at ELSE coalesce(OLD.covered_at, NEW.changed_at) END;
    IF deck_seen(NEW) IS DISTINCT FROM deck_seen(OLD) THEN
        NEW.seen_rev := NEW.rev;
        NEW.seen_at := NEW.changed_at;
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER decks_2_revise BEFORE UPDATE ON decks
    FOR EACH ROW EXECUTE FUNCTION decks_2_revise();

CREATE OR REPLACE FUNCTION decks_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE revision SET rev = rev + 1 RETURNING rev INTO OLD.rev;
        OLD.deleted_at := clock_timestamp();
        OLD.changed_at := OLD.deleted_at;
        IF OLD.live OR OLD.published THEN
            OLD.seen_rev := OLD.rev;
            OLD.seen_at := OLD.changed_at;
        END IF;
        OLD.live := false;
        OLD.published := false;
        PERFORM pg_notify('lectern', deck_state(OLD)::text);
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF NEW.rev = OLD.rev THEN
            RETURN NULL;
        END IF;
        -- After its moment the talk goes on, by the clock that went on meanwhile. It is told
        -- first, as below.
        IF OLD.live AND NOT NEW.live AND OLD.interlude_of IS NOT NULL THEN
            IF NOT EXISTS (SELECT FROM decks WHERE live AND id <> OLD.interlude_of) THEN
                UPDATE decks SET live = true, paused = OLD.paused,
                    started_at = OLD.started_at + CASE WHEN OLD.paused AND NOT paused THEN clock_timestamp() - OLD.paused_at ELSE '0' END
                 WHERE id = OLD.interlude_of AND deleted_at IS NULL;
            ELSIF NOT EXISTS (SELECT FROM decks WHERE live AND interlude_of = OLD.interlude_of) THEN
                UPDATE runs SET ended_at = coalesce(since, clock_timestamp()), since = NULL WHERE deck_id = OLD.interlude_of AND ended_at IS NULL;
                UPDATE decks SET zoom = NULL WHERE id = OLD.interlude_of AND zoom IS NOT NULL;
            END IF;
        END IF;
        -- Where one statement makes several live, all but one are so no more by
        -- now, and their slides were not shown.
        IF NEW.blank = '' AND (NEW.live OR NEW.published) THEN
            UPDATE slides SET shown = NEW.current_step
             WHERE deck_id = NEW.id AND number = NEW.current_slide AND shown < NEW.current_step
               AND EXISTS (SELECT FROM decks WHERE id = NEW.id AND (live OR published));
        END IF;
    END IF;
    PERFORM pg_notify('lectern', deck_state(NEW)::text);
    IF TG_OP = 'UPDATE' AND OLD.live AND NOT NEW.live AND NOT EXISTS (SELECT FROM decks WHERE live) THEN
        -- Who drives drives a talk. The next one is whoever's who begins it.
        UPDATE drive SET device = NULL WHERE device IS NOT NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.live AND NOT OLD.live THEN
        -- One live deck. The new one is told first, so that the room goes from
        -- talk to talk with nothing in between. (Where one statement makes
        -- several live, the last that is still live stays.)
        UPDATE decks SET live = false WHERE live AND id <> NEW.id
           AND EXISTS (SELECT FROM decks WHERE id = NEW.id AND live);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER decks_notify AFTER INSERT OR UPDATE OR DELETE ON decks
    FOR EACH ROW EXECUTE FUNCTION decks_notify();

-- PostgreSQL drops a notification that a transaction has sent before: after the
-- moves 3, 4 and 3 in one, a listener would have heard 4 last. So the slide is
-- told at the commit, as it is then.
CREATE OR REPLACE FUNCTION decks_tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('decks_' || id, current_slide::text) FROM decks WHERE id = NEW.id;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS decks_tell ON decks;
CREATE CONSTRAINT TRIGGER decks_tell AFTER UPDATE ON decks
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.current_slide <> OLD.current_slide)
    EXECUTE FUNCTION decks_tell();
