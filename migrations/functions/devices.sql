-- Who may do more than look, and who of them drives the live deck.

-- A server remembers a device for a while. It forgets it at once when it hears
-- that there is something to forget.
CREATE OR REPLACE FUNCTION devices_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('lectern_devices', OLD.id::text);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER devices_notify AFTER DELETE OR UPDATE OF role, name, token_hash ON devices
    FOR EACH ROW EXECUTE FUNCTION devices_notify();

-- Who drives before the devices that are taken away, as one that becomes the driver takes
-- them, too.
CREATE OR REPLACE FUNCTION devices_lock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM drive FOR UPDATE;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER devices_lock BEFORE DELETE ON devices
    FOR EACH STATEMENT EXECUTE FUNCTION devices_lock();

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
CREATE OR REPLACE TRIGGER drive_change BEFORE UPDATE ON drive
    FOR EACH ROW EXECUTE FUNCTION drive_change();

CREATE OR REPLACE FUNCTION drive_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('lectern_drive', drive_state(NEW)::text);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER drive_notify AFTER UPDATE ON drive
    FOR EACH ROW WHEN (NEW.turn <> OLD.turn) EXECUTE FUNCTION drive_notify();
