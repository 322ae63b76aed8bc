-- Steps: what there is of them, and where the next key leads.

-- The last step of a slide, up to one, that has a view.
CREATE OR REPLACE FUNCTION last_view(deck bigint, slide integer, upto integer) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT coalesce(max(step), 0) FROM views WHERE deck_id = deck AND number = slide AND lang = '' AND step <= upto
$$;

-- Where a talk begins: at the first slide that is not passed by.
CREATE OR REPLACE FUNCTION first_slide(deck bigint) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT number FROM slides WHERE deck_id = deck AND NOT coalesce(hide, hidden) ORDER BY number LIMIT 1), 1)
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

-- The live deck one step on, or back, or the one that is rehearsed: that one alone, and only
-- while none is live. Steps come before slides, and what is hidden is passed by. From where it stands once whoever moves it has had their turn: two presses
-- at once are two moves. At an end it stays, unless it is live for a moment only: then the
-- talk goes on.
DROP FUNCTION IF EXISTS step_live(boolean);
CREATE OR REPLACE FUNCTION step_live(forward boolean, rehearsed bigint) RETURNS SETOF decks LANGUAGE plpgsql AS $$
DECLARE
    d decks;
    slide integer;
    step integer;
BEGIN
    PERFORM 1 FROM revision FOR UPDATE;
    SELECT * INTO d FROM decks WHERE CASE WHEN rehearsed = 0 THEN live ELSE id = rehearsed AND rehearsing AND NOT EXISTS (SELECT FROM decks WHERE live) END;
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
    ELSIF d.interlude_of IS NOT NULL THEN
        UPDATE decks SET live = true WHERE id = d.interlude_of;
        RETURN QUERY SELECT * FROM decks WHERE id = d.interlude_of;
        RETURN;
    END IF;
    RETURN QUERY SELECT * FROM decks WHERE id = d.id;
END $$;
