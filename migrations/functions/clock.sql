-- How a deck's clock stands after a change, and whether it is a rehearsal. A pause is no
-- part of the time: what goes on again goes on from where it stood.
CREATE OR REPLACE FUNCTION clock_after(o decks, n decks) RETURNS decks LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz := clock_timestamp();
    given boolean := n.started_at IS DISTINCT FROM o.started_at;
BEGIN
    n.rehearsing := n.rehearsing AND NOT n.live AND n.deleted_at IS NULL;
    n.rehearsed_at := CASE WHEN NOT n.rehearsing THEN NULL WHEN o.rehearsing THEN o.rehearsed_at ELSE moment END;
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

-- The time that each slide takes, of a talk and of a rehearsal, as the deck's clock has
-- it. A run ends with its clock. One whose clock goes on after all, because somebody
-- took back its end, is the same run; nobody talks for a few seconds; and what is shown
-- for a moment takes the time of the slide that it stands in for.
CREATE OR REPLACE FUNCTION decks_run() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz := clock_timestamp();
    had boolean := OLD.started_at IS NOT NULL AND (OLD.live OR OLD.rehearsing) AND OLD.interlude_of IS NULL;
    has boolean := NEW.started_at IS NOT NULL AND (NEW.live OR NEW.rehearsing) AND NEW.interlude_of IS NULL;
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
        ELSIF EXISTS (SELECT FROM decks WHERE live AND interlude_of = NEW.id) THEN
            UPDATE runs SET since = moment WHERE id = r.id AND since IS NOT NULL;
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
            UPDATE runs SET ended_at = NULL, clock = NEW.started_at, since = CASE WHEN NOT NEW.paused THEN coalesce(since, moment) END WHERE id = r.id;
        ELSE
            UPDATE runs SET ended_at = coalesce(since, moment), since = NULL WHERE deck_id = NEW.id AND ended_at IS NULL;
            INSERT INTO runs (deck_id, kind, started_at, clock, since)
            VALUES (NEW.id, CASE WHEN NEW.live THEN 'talk' ELSE 'rehearsal' END, moment, NEW.started_at, CASE WHEN NOT NEW.paused THEN moment END);
            DELETE FROM runs WHERE id IN (SELECT id FROM runs WHERE deck_id = NEW.id ORDER BY id DESC OFFSET 20);
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER decks_run AFTER UPDATE ON decks FOR EACH ROW
    WHEN ((OLD.current_slide, OLD.started_at, OLD.paused, OLD.live, OLD.rehearsing) IS DISTINCT FROM (NEW.current_slide, NEW.started_at, NEW.paused, NEW.live, NEW.rehearsing)
        AND num_nulls(OLD.started_at, NEW.started_at) < 2)
    EXECUTE FUNCTION decks_run();
