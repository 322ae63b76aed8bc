-- What goes round between talks, and the agenda, are read anew when they have changed.
CREATE OR REPLACE FUNCTION programme_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('lectern_programme', '');
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER programme_changed AFTER INSERT OR UPDATE OR DELETE ON programme
    FOR EACH STATEMENT EXECUTE FUNCTION programme_changed();
CREATE OR REPLACE TRIGGER programme_changed AFTER INSERT OR UPDATE OR DELETE ON agenda
    FOR EACH STATEMENT EXECUTE FUNCTION programme_changed();
CREATE OR REPLACE TRIGGER programme_changed AFTER INSERT OR UPDATE OR DELETE ON venue
    FOR EACH STATEMENT EXECUTE FUNCTION programme_changed();
