-- What happens by itself when a row changes: every change of a position, whoever
-- makes it, refuses what is out of range, carries a revision and reaches those
-- who listen. All files of this folder are applied anew when one of them has changed,
-- in the order of their names, after the migrations and in their transaction; so they say
-- CREATE OR REPLACE. Once released they change together with a new migration only
-- (which may be empty): that keeps an older Lectern from putting its own functions
-- back. What is dropped here for good, a migration drops.
--
-- This file comes first: in which order writers take what they lock, so that no two of
-- them wait for each other. What follows takes it likewise.
LOCK TABLE readings, decks, slides, translations, views, strokes IN ACCESS EXCLUSIVE MODE;

-- Before any row of a statement is locked: the counter first, then the rows.
-- Every writer takes them in this order, so no two wait for each other.
CREATE OR REPLACE FUNCTION decks_lock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM revision FOR UPDATE;
    RETURN NULL;
END $$;

-- Or one change of a table after the other, so that the last who tells of it has seen
-- all of them. (BEFORE the statement.)
CREATE OR REPLACE FUNCTION one_by_one() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('lectern: ' || TG_TABLE_NAME));
    RETURN NULL;
END $$;
