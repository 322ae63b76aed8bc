-- What happens by itself when a row changes: every change of a position, whoever
-- makes it, refuses what is out of range, carries a revision and reaches those
-- who listen. All of this file is applied anew when it has changed, after the
-- migrations and in their transaction; so it says CREATE OR REPLACE, and DROP
-- before CREATE TRIGGER. Once released it changes together with a new migration
-- only (which may be empty): that keeps an older Lectern from putting its own
-- functions back. What is dropped here for good, a migration drops.

-- In the order in which writers take them, so that no two wait for each other.
LOCK TABLE readings, decks, slides, translations, views, strokes IN ACCESS EXCLUSIVE MODE;

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
    SELECT to_jsonb(d) - '{lang,others,file_planned,source,format,digest,dialect,separator,vertical_separator,notes_side,asked_lang,found_dialect,warnings,remarks,saved_over,created_at,presented_at,step_given}'::text[]
$$;

-- What those who follow a deck see of it. Where the presenter goes under a cover is
-- not in it, nor that anything happens there. Of a deck that nobody may follow that
-- is nothing: while nothing is live, whoever asks hears of no preparations.
CREATE OR REPLACE FUNCTION deck_seen(d decks) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN d.live OR d.published THEN
        jsonb_build_array(d.shown_slide, d.shown_step, d.shown_zoom, d.blank, d.inviting, d.words, d.slides, d.content, d.title, d.live, d.published,
            CASE WHEN d.blank = '' THEN jsonb_build_array(d.playing, d.played, d.played_at) END) END
$$;

-- Before any row of a statement is locked: the counter first, then the rows.
-- Every writer takes them in this order, so no two wait for each other.
CREATE OR REPLACE FUNCTION decks_lock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM revision FOR UPDATE;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS decks_lock ON decks;
CREATE TRIGGER decks_lock BEFORE UPDATE OR DELETE ON decks
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
DROP TRIGGER IF EXISTS decks_begin ON decks;
CREATE TRIGGER decks_begin BEFORE INSERT ON decks
    FOR EACH ROW EXECUTE FUNCTION decks_begin();

-- A trigger's body cannot see which columns an UPDATE names; UPDATE OF can. It
-- tells "slide 4" (which begins at its step 0) from "slide 4, step 2".
-- Triggers of one kind run in the order of their names.
CREATE OR REPLACE FUNCTION decks_1_step_given() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.step_given := true;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS decks_1_step_given ON decks;
CREATE TRIGGER decks_1_step_given BEFORE UPDATE OF current_step ON decks
    FOR EACH ROW EXECUTE FUNCTION decks_1_step_given();

-- The last step of a slide, up to one, that has a view.
CREATE OR REPLACE FUNCTION last_view(deck bigint, slide integer, upto integer) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT coalesce(max(step), 0) FROM views WHERE deck_id = deck AND number = slide AND lang = '' AND step <= upto
$$;

-- Whether a view is to be seen of a slide that was shown as far as a step. One in
-- another language stands for the step of its number; and its last one, with what comes
-- before it, for the slide's last.
CREATE OR REPLACE FUNCTION view_shown(deck bigint, slide integer, lang text, step integer, shown integer) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT step <= shown OR lang <> '' AND shown >= 0 AND shown >= last_view(deck, slide, 100)
$$;

-- Where a deck goes on to by itself: to the next step, the next slide that is not passed
-- by, or, where it goes round, the first one. No row where there is nothing to go on to.
CREATE OR REPLACE FUNCTION advance_to(d decks) RETURNS TABLE (slide integer, step integer) LANGUAGE sql STABLE AS $$
    SELECT slide, step FROM (
        (SELECT 1 AS choice, number AS slide, step FROM views WHERE deck_id = d.id AND number = d.current_slide AND lang = '' AND step > d.current_step ORDER BY step LIMIT 1)
        UNION ALL
        (SELECT 2, number, 0 FROM slides WHERE deck_id = d.id AND number > d.current_slide AND NOT coalesce(hide, hidden) ORDER BY number LIMIT 1)
        UNION ALL
        (SELECT 3, number, 0 FROM slides WHERE deck_id = d.id AND d.advance_loop AND NOT coalesce(hide, hidden) ORDER BY number LIMIT 1)) t
     WHERE (slide, step) <> (d.current_slide, d.current_step) ORDER BY choice LIMIT 1
$$;

-- After how many seconds it does: as its view says, or it does itself. NULL: it stays.
CREATE OR REPLACE FUNCTION advance_after(d decks) RETURNS double precision LANGUAGE sql STABLE AS $$
    SELECT s.seconds FROM (SELECT coalesce(
            (SELECT seconds FROM views WHERE deck_id = d.id AND number = d.current_slide AND lang = '' AND step = d.current_step),
            d.advance_every) AS seconds) s
     WHERE s.seconds > 0 AND EXISTS (SELECT FROM advance_to(d))
$$;

-- How a deck's clock stands after a change, and whether it is a rehearsal. A pause is no
-- part of the time: what goes on again goes on from where it stood.
CREATE OR REPLACE FUNCTION clock_after(o decks, n decks) RETURNS decks LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz := clock_timestamp();
    given boolean := n.started_at IS DISTINCT FROM o.started_at;
BEGIN
    n.rehearsing := n.rehearsing AND NOT n.live AND n.deleted_at IS NULL;
    IF n.rehearsing AND NOT o.rehearsing THEN
        n.started_at := moment;
        n.paused := false;
    ELSIF o.rehearsing AND NOT n.rehearsing AND NOT given THEN
        n.started_at := NULL;
    ELSIF o.paused AND NOT n.paused AND NOT given THEN
        n.started_at := o.started_at + (moment - o.paused_at);
    END IF;
    n.paused := n.paused AND n.started_at IS NOT NULL;
    n.paused_at := CASE WHEN n.paused THEN coalesce(o.paused_at, moment) END;
    RETURN n;
END $$;

CREATE OR REPLACE FUNCTION decks_2_revise() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step integer;
    stay double precision;
    went boolean; -- to another view
    itself boolean := NEW.advance_at IS DISTINCT FROM OLD.advance_at; -- store.Advance says so
    edited boolean := NEW.content <> OLD.content AND NOT NEW.step_given AND NEW.current_slide = OLD.current_slide;
    rehearsed boolean := false; -- nobody has seen what a cover hides
BEGIN
    NEW.rev := OLD.rev;
    NEW.changed_at := OLD.changed_at;
    NEW.seen_rev := OLD.seen_rev;
    NEW.seen_at := OLD.seen_at;
    -- The talk has ended, or its rehearsal: the next one begins at the beginning. (Depth
    -- 2 is decks_notify, which made another deck live: this one may yet go on.)
    IF (OLD.live OR OLD.rehearsing AND NOT NEW.rehearsing) AND NOT NEW.live AND pg_trigger_depth() = 1 THEN
        IF NEW.current_slide = OLD.current_slide AND NOT NEW.step_given THEN
            NEW.current_slide := 1;
            NEW.current_step := 0;
        END IF;
        NEW.started_at := NULL;
        NEW.advancing := false;
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
    NEW.played_at := OLD.played_at;
    IF (NEW.playing, NEW.played) <> (OLD.playing, OLD.played) THEN
        NEW.played_at := CASE WHEN NEW.playing OR NEW.played > 0 THEN clock_timestamp() END;
    END IF;

    -- A part of a slide is no part of another one.
    IF (NEW.current_slide <> OLD.current_slide OR OLD.live AND NOT NEW.live) AND NEW.zoom IS NOT DISTINCT FROM OLD.zoom THEN
        NEW.zoom := NULL;
    END IF;

    IF NEW.deleted_at IS NOT NULL THEN
        NEW.live := false;
        NEW.published := false;
    END IF;

    IF NEW.live AND NOT OLD.live THEN
        NEW.presented_at := clock_timestamp();
        -- A new audience has seen nothing yet. (Where the clock goes on, so does
        -- the talk.)
        UPDATE slides SET shown = -1 WHERE deck_id = NEW.id AND shown >= 0 AND NOT NEW.published AND NEW.started_at IS NULL;
    END IF;
    -- What says itself how long it stays begins by itself, and what goes round and round; a
    -- talk that goes on does so by hand.
    IF NEW.live AND NOT OLD.live AND NEW.started_at IS NULL OR NEW.rehearsing AND NOT OLD.rehearsing THEN
        NEW.advancing := NEW.advancing OR NEW.advance_loop AND NEW.advance_every > 0
            OR EXISTS (SELECT FROM views WHERE deck_id = NEW.id AND lang = '' AND seconds > 0);
    END IF;
    -- There is nothing to freeze yet for those who are let in now.
    IF NEW.blank = 'freeze' AND (NEW.live AND NOT OLD.live OR NEW.published AND NOT OLD.live AND NOT OLD.published) THEN
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
    IF (went AND NEW.blank = '' OR NOT NEW.live AND OLD.live) AND (NEW.inviting, NEW.words) = (OLD.inviting, OLD.words) THEN
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
DROP TRIGGER IF EXISTS decks_2_revise ON decks;
CREATE TRIGGER decks_2_revise BEFORE UPDATE ON decks
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
DROP TRIGGER IF EXISTS decks_notify ON decks;
CREATE TRIGGER decks_notify AFTER INSERT OR UPDATE OR DELETE ON decks
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

-- The time that each slide takes, of a talk and of a rehearsal, as the deck's clock has
-- it. A run ends with its clock. One whose clock goes on after all, because somebody
-- took back its end, is the same run; and nobody talks for a few seconds.
CREATE OR REPLACE FUNCTION decks_run() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz := clock_timestamp();
    had boolean := OLD.started_at IS NOT NULL AND (OLD.live OR OLD.rehearsing);
    has boolean := NEW.started_at IS NOT NULL AND (NEW.live OR NEW.rehearsing);
    goes_on boolean := had AND has AND OLD.live = NEW.live
        AND (NEW.started_at = OLD.started_at OR OLD.paused AND NOT NEW.paused AND NEW.started_at > OLD.started_at);
    r runs;
BEGIN
    IF had THEN
        SELECT * INTO r FROM runs WHERE deck_id = NEW.id AND ended_at IS NULL;
        IF r.since IS NOT NULL THEN
            -- (Where the slides were changed, it is the same slide by its new number.)
            INSERT INTO run_slides (run, number, seconds)
            VALUES (r.id, CASE WHEN NEW.content = OLD.content THEN OLD.current_slide ELSE NEW.current_slide END,
                greatest(0, extract(epoch FROM moment - r.since)))
            ON CONFLICT (run, number) DO UPDATE SET seconds = run_slides.seconds + excluded.seconds;
        END IF;
        IF goes_on THEN
            UPDATE runs SET clock = NEW.started_at, since = CASE WHEN NOT NEW.paused THEN moment END WHERE id = r.id;
        ELSE
            UPDATE runs SET ended_at = moment, since = NULL WHERE id = r.id;
            DELETE FROM runs WHERE id = r.id AND elsewhere + (SELECT coalesce(sum(seconds), 0) FROM run_slides s WHERE s.run = runs.id) < 5;
        END IF;
    END IF;
    IF has AND NOT goes_on THEN
        SELECT * INTO r FROM runs WHERE deck_id = NEW.id AND kind = CASE WHEN NEW.live THEN 'talk' ELSE 'rehearsal' END
            AND clock BETWEEN NEW.started_at - interval '1 millisecond' AND NEW.started_at + interval '1 millisecond'
            AND (NEW.live OR OLD.rehearsing) ORDER BY id DESC LIMIT 1; -- (a rehearsal that begins goes on from none)
        IF FOUND THEN
            UPDATE runs SET ended_at = NULL, clock = NEW.started_at, since = CASE WHEN NOT NEW.paused THEN moment END WHERE id = r.id;
        ELSE
            INSERT INTO runs (deck_id, kind, started_at, clock, since)
            VALUES (NEW.id, CASE WHEN NEW.live THEN 'talk' ELSE 'rehearsal' END, moment, NEW.started_at, CASE WHEN NOT NEW.paused THEN moment END);
            DELETE FROM runs WHERE id IN (SELECT id FROM runs WHERE deck_id = NEW.id ORDER BY id DESC OFFSET 20);
        END IF;
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS decks_run ON decks;
CREATE TRIGGER decks_run AFTER UPDATE ON decks FOR EACH ROW
    WHEN ((OLD.current_slide, OLD.started_at, OLD.paused, OLD.live, OLD.rehearsing) IS DISTINCT FROM (NEW.current_slide, NEW.started_at, NEW.paused, NEW.live, NEW.rehearsing)
        AND num_nulls(OLD.started_at, NEW.started_at) < 2)
    EXECUTE FUNCTION decks_run();

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
DROP TRIGGER IF EXISTS slides_edited ON slides;
CREATE TRIGGER slides_edited AFTER UPDATE ON slides
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION slides_edited();
DROP TRIGGER IF EXISTS slides_added ON slides;
CREATE TRIGGER slides_added AFTER INSERT ON slides
    REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION slides_edited();
DROP TRIGGER IF EXISTS slides_taken ON slides;
CREATE TRIGGER slides_taken AFTER DELETE ON slides
    REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION slides_edited();
-- The counter before the slides' rows, as for decks. (New rows nobody waits for.)
DROP TRIGGER IF EXISTS slides_lock ON slides;
CREATE TRIGGER slides_lock BEFORE UPDATE OR DELETE ON slides
    FOR EACH STATEMENT EXECUTE FUNCTION decks_lock();

-- Views are what slides look like, so the same goes for them. What a slide takes
-- along when it goes, or gets another number, comes from inside a trigger: it is
-- no edit beside the slide's own.
DROP TRIGGER IF EXISTS views_edited ON views;
CREATE TRIGGER views_edited AFTER UPDATE ON views
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION slides_edited();
DROP TRIGGER IF EXISTS views_added ON views;
CREATE TRIGGER views_added AFTER INSERT ON views
    REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION slides_edited();
DROP TRIGGER IF EXISTS views_taken ON views;
CREATE TRIGGER views_taken AFTER DELETE ON views
    REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION slides_edited();
DROP TRIGGER IF EXISTS views_lock ON views;
CREATE TRIGGER views_lock BEFORE UPDATE OR DELETE ON views
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION decks_lock();

-- So it is with what slides are called, and the notes, in other languages.
DROP TRIGGER IF EXISTS translations_edited ON translations;
CREATE TRIGGER translations_edited AFTER UPDATE ON translations
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION slides_edited();
DROP TRIGGER IF EXISTS translations_added ON translations;
CREATE TRIGGER translations_added AFTER INSERT ON translations
    REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION slides_edited();
DROP TRIGGER IF EXISTS translations_taken ON translations;
CREATE TRIGGER translations_taken AFTER DELETE ON translations
    REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION slides_edited();
DROP TRIGGER IF EXISTS translations_lock ON translations;
CREATE TRIGGER translations_lock BEFORE UPDATE OR DELETE ON translations
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION decks_lock();

-- What was read is no longer to be looked for.
CREATE OR REPLACE FUNCTION pictures_read() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE pictures p SET unread = false FROM added a WHERE p.hash = a.hash AND p.unread;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS readings_added ON readings;
CREATE TRIGGER readings_added AFTER INSERT ON readings
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION pictures_read();

-- A server remembers a device for a while. It forgets it at once when it hears
-- that there is something to forget.
CREATE OR REPLACE FUNCTION devices_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('lectern_devices', OLD.id::text);
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS devices_notify ON devices;
CREATE TRIGGER devices_notify AFTER DELETE OR UPDATE OF role, name, token_hash ON devices
    FOR EACH ROW EXECUTE FUNCTION devices_notify();

-- Who drives, and who would like to, as every server is told: whole.
CREATE OR REPLACE FUNCTION drive_state(d drive) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('turn', d.turn,
        'driver', (SELECT jsonb_build_object('id', id, 'name', name, 'role', role) FROM devices WHERE id = d.device),
        'asks', (SELECT jsonb_build_object('id', id, 'name', name, 'role', role) FROM devices WHERE id = d.asks))
$$;

-- A device drives no more when nobody has heard of it for a minute: its page is
-- closed, its battery empty. (Servers note every twenty seconds which they hear of.)
CREATE OR REPLACE FUNCTION drive_silent(d drive) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (SELECT FROM devices WHERE id = d.device AND last_seen > now() - interval '1 minute')
$$;

CREATE OR REPLACE FUNCTION drive_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.device IS DISTINCT FROM OLD.device THEN
        NEW.asks := NULL; -- it was asked of who drove
    END IF;
    NEW.turn := OLD.turn;
    IF (NEW.device, NEW.asks) IS DISTINCT FROM (OLD.device, OLD.asks) THEN
        NEW.turn := OLD.turn + 1;
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS drive_change ON drive;
CREATE TRIGGER drive_change BEFORE UPDATE ON drive
    FOR EACH ROW EXECUTE FUNCTION drive_change();

CREATE OR REPLACE FUNCTION drive_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('lectern_drive', drive_state(NEW)::text);
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS drive_notify ON drive;
CREATE TRIGGER drive_notify AFTER UPDATE ON drive
    FOR EACH ROW WHEN (NEW.turn <> OLD.turn) EXECUTE FUNCTION drive_notify();

-- The live deck one step on, or back: steps come before slides, and what is hidden is
-- passed by. From where it stands once whoever moves it has had their turn: two presses
-- at once are two moves. At an end it stays.
CREATE OR REPLACE FUNCTION step_live(forward boolean) RETURNS SETOF decks LANGUAGE plpgsql AS $$
DECLARE
    d decks;
    slide integer;
    step integer;
BEGIN
    PERFORM 1 FROM revision FOR UPDATE;
    SELECT * INTO d FROM decks WHERE live;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    slide := d.current_slide;
    IF forward THEN
        SELECT min(v.step) INTO step FROM views v WHERE v.deck_id = d.id AND v.number = slide AND v.lang = '' AND v.step > d.current_step;
        IF step IS NULL THEN
            SELECT min(number), 0 INTO slide, step FROM slides WHERE deck_id = d.id AND number > d.current_slide AND NOT coalesce(hide, hidden);
        END IF;
    ELSIF d.current_step > 0 THEN
        step := last_view(d.id, slide, d.current_step - 1);
    ELSE
        SELECT max(number) INTO slide FROM slides WHERE deck_id = d.id AND number < d.current_slide AND NOT coalesce(hide, hidden);
        step := last_view(d.id, slide, 2147483647); -- as the room left it
    END IF;
    IF slide IS NOT NULL THEN
        UPDATE decks SET current_slide = slide, current_step = step WHERE id = d.id;
    END IF;
    RETURN QUERY SELECT * FROM decks WHERE id = d.id;
END $$;

-- What is drawn on a slide gets a version by which everybody knows whether they have
-- it, and is told with it where that is short. No move waits for it: a talk's row is
-- not touched, nor the counter. The version's row is locked before anybody looks what
-- is there.
CREATE OR REPLACE FUNCTION strokes_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    drawn strokes[];
    taken strokes[];
    slide record;
    old_version bigint;
    new_version bigint;
    news jsonb;
    whole jsonb;
    came boolean;
BEGIN
    IF TG_OP <> 'DELETE' THEN
        drawn := ARRAY(SELECT a FROM after a);
    END IF;
    IF TG_OP <> 'INSERT' THEN
        taken := ARRAY(SELECT b FROM before b);
    END IF;
    FOR slide IN SELECT deck_id, number FROM unnest(drawn || taken) GROUP BY 1, 2 ORDER BY 1, 2 LOOP
        INSERT INTO ink (deck_id, number) VALUES (slide.deck_id, slide.number)
            ON CONFLICT (deck_id, number) DO UPDATE SET version = ink.version RETURNING version INTO old_version;
        new_version := content_after(old_version);
        UPDATE ink SET version = new_version WHERE deck_id = slide.deck_id AND number = slide.number
           AND EXISTS (SELECT FROM strokes s WHERE s.deck_id = slide.deck_id AND s.number = slide.number);
        IF NOT FOUND THEN
            DELETE FROM ink WHERE deck_id = slide.deck_id AND number = slide.number;
            new_version := 0;
        END IF;
        news := jsonb_build_object('deck', slide.deck_id, 'slide', slide.number, 'ink', new_version, 'was', old_version);
        whole := news || jsonb_strip_nulls(jsonb_build_object(
            'strokes', (SELECT jsonb_agg(jsonb_build_object('id', d.id, 'color', d.color, 'width', d.width, 'points', d.points) ORDER BY d.place)
                          FROM unnest(drawn) d WHERE d.deck_id = slide.deck_id AND d.number = slide.number),
            'gone', (SELECT jsonb_agg(t.id) FROM unnest(taken) t WHERE t.deck_id = slide.deck_id AND t.number = slide.number
                        AND NOT EXISTS (SELECT FROM unnest(drawn) d WHERE (d.deck_id, d.number, d.id) = (t.deck_id, t.number, t.id)))));
        -- What came from another slide, as when the deck got others, is none that was drawn
        -- on this one, which is another one now: whoever sees it then asks.
        came := TG_OP = 'UPDATE' AND EXISTS (SELECT FROM unnest(drawn) d WHERE d.deck_id = slide.deck_id AND d.number = slide.number
            AND NOT EXISTS (SELECT FROM unnest(taken) t WHERE (t.deck_id, t.number, t.id) = (d.deck_id, d.number, d.id)));
        PERFORM pg_notify('lectern_ink', (CASE WHEN NOT came AND octet_length(whole::text) < 8000 THEN whole ELSE news END)::text);
    END LOOP;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS strokes_drawn ON strokes;
CREATE TRIGGER strokes_drawn AFTER INSERT ON strokes
    REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION strokes_changed();
DROP TRIGGER IF EXISTS strokes_redrawn ON strokes;
CREATE TRIGGER strokes_redrawn AFTER UPDATE ON strokes
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION strokes_changed();
DROP TRIGGER IF EXISTS strokes_taken ON strokes;
CREATE TRIGGER strokes_taken AFTER DELETE ON strokes
    REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION strokes_changed();

-- What is said to the speaker: the last few messages, the newest first, which everybody
-- who may read them is told whole. It is short enough for a notification.
CREATE OR REPLACE FUNCTION messages_state() RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_agg(to_jsonb(m) ORDER BY m.id DESC), '[]') FROM (SELECT * FROM messages ORDER BY id DESC LIMIT 5) m
$$;

-- One change after the other, so that the last who tells of it has seen all of them.
CREATE OR REPLACE FUNCTION messages_lock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('lectern: messages'));
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS messages_lock ON messages;
CREATE TRIGGER messages_lock BEFORE INSERT OR UPDATE OR DELETE ON messages
    FOR EACH STATEMENT EXECUTE FUNCTION messages_lock();

CREATE OR REPLACE FUNCTION messages_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM messages WHERE id <= (SELECT id FROM messages ORDER BY id DESC OFFSET 20 LIMIT 1);
    PERFORM pg_notify('lectern_messages', messages_state()::text);
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS messages_changed ON messages;
CREATE TRIGGER messages_changed AFTER INSERT OR UPDATE OR DELETE ON messages
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION messages_changed();
