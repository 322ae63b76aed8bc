-- Screens: what they are given, and how they were seen.

-- A deck that a screen is given is there for anybody to follow: it hangs on a wall. Once
-- no screen has it that is over, unless somebody had published it.
CREATE OR REPLACE FUNCTION screens_hang() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' AND NEW.deck IS NOT NULL THEN
        UPDATE decks SET published = true, hung = true WHERE id = NEW.deck AND NOT published AND deleted_at IS NULL;
    END IF;
    IF TG_OP <> 'INSERT' AND OLD.deck IS NOT NULL AND (TG_OP = 'DELETE' OR NEW.deck IS DISTINCT FROM OLD.deck) THEN
        UPDATE decks SET published = false WHERE id = OLD.deck AND hung AND NOT EXISTS (SELECT FROM screens WHERE deck = OLD.deck);
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS screens_hang ON screens;
CREATE TRIGGER screens_hang AFTER INSERT OR UPDATE OF deck OR DELETE ON screens
    FOR EACH ROW EXECUTE FUNCTION screens_hang();
-- The counter before the screens' rows, as for decks. (What was seen of them needs it not.)
DROP TRIGGER IF EXISTS screens_lock ON screens;
CREATE TRIGGER screens_lock BEFORE UPDATE OF deck OR DELETE ON screens
    FOR EACH STATEMENT EXECUTE FUNCTION decks_lock();

-- What every server is told of a screen: after screens_hang, by the names, so that the
-- deck is open by then.
CREATE OR REPLACE FUNCTION screens_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('lectern_screens', (CASE WHEN TG_OP = 'DELETE' THEN jsonb_build_object('gone', OLD.id)
        ELSE jsonb_build_object('screen', to_jsonb(NEW)) END)::text);
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS screens_told ON screens;
CREATE TRIGGER screens_told AFTER INSERT OR DELETE ON screens
    FOR EACH ROW EXECUTE FUNCTION screens_told();
DROP TRIGGER IF EXISTS screens_told_again ON screens;
CREATE TRIGGER screens_told_again AFTER UPDATE ON screens
    FOR EACH ROW WHEN ((OLD.number, OLD.kind, OLD.own_name, OLD.name, OLD.deck, OLD.lang, OLD.rotation, OLD.excused, OLD.address, OLD.width, OLD.height)
        IS DISTINCT FROM (NEW.number, NEW.kind, NEW.own_name, NEW.name, NEW.deck, NEW.lang, NEW.rotation, NEW.excused, NEW.address, NEW.width, NEW.height))
    EXECUTE FUNCTION screens_told();

-- How screens were seen. One that is new gets the smallest number that is free. Anybody
-- may come and say that they are one: of those for which nothing was chosen the ones that
-- were seen longest ago make room.
CREATE OR REPLACE FUNCTION screens_seen(all_seen jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    most constant integer := 1000;
    room integer; -- for new ones
    s record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('lectern: screens')); -- one after the other, so that each gets a number of its own
    IF (SELECT count(*) FROM screens) + jsonb_array_length(all_seen) > most THEN
        DELETE FROM screens WHERE id IN (SELECT id FROM screens
            WHERE name = '' AND deck IS NULL AND lang = '' AND rotation = 0 AND last_seen < now() - interval '5 minutes'
            ORDER BY last_seen LIMIT jsonb_array_length(all_seen));
    END IF;
    room := most - (SELECT count(*) FROM screens);
    -- Those that are known in one order, for the locks; new ones as they came.
    FOR s IN SELECT x.* FROM ROWS FROM (jsonb_to_recordset(all_seen) AS (id text, kind text, own_name text, address text, width integer, height integer))
             WITH ORDINALITY x LEFT JOIN screens k ON k.id = x.id ORDER BY k.id, x.ordinality LOOP
        UPDATE screens SET kind = s.kind, own_name = s.own_name, address = s.address, width = s.width, height = s.height, excused = false, last_seen = clock_timestamp()
         WHERE id = s.id;
        IF NOT FOUND AND room > 0 THEN -- else there is no number to look for
            room := room - 1;
            INSERT INTO screens (id, number, kind, own_name, address, width, height)
            SELECT s.id, n, s.kind, s.own_name, s.address, s.width, s.height FROM generate_series(1, most) n
             WHERE NOT EXISTS (SELECT FROM screens WHERE number = n) ORDER BY n LIMIT 1;
        END IF;
    END LOOP;
END $$;

-- What goes round between talks on a screen goes along with its name, unless another one is
-- called as it was, or as it is now: then nobody could tell theirs apart again. One of which
-- nobody chose the name, and that is missed no more (roster.missedFor), is none.
CREATE OR REPLACE FUNCTION screens_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was constant text := coalesce(nullif(OLD.name, ''), OLD.own_name);
    now constant text := coalesce(nullif(NEW.name, ''), NEW.own_name);
BEGIN
    IF was <> '' AND now <> '' AND NOT EXISTS (SELECT FROM screens
        WHERE lower(coalesce(nullif(name, ''), own_name)) IN (lower(was), lower(now)) AND id <> NEW.id
          AND (name <> '' OR last_seen > clock_timestamp() - interval '12 hours')) THEN
        UPDATE programme SET screens = ARRAY(SELECT CASE WHEN lower(s) = lower(was) THEN now ELSE s END FROM unnest(screens) WITH ORDINALITY u(s, n) ORDER BY n)
         WHERE lower(was) IN (SELECT lower(s) FROM unnest(screens) s);
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS screens_renamed ON screens;
CREATE TRIGGER screens_renamed AFTER UPDATE OF name ON screens
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION screens_renamed();
