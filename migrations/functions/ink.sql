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
    -- (A number beyond all slides is one on the way to another: see Store.Replace.)
    FOR slide IN SELECT deck_id, number FROM unnest(drawn || taken) WHERE number <= 5000 GROUP BY 1, 2 ORDER BY 1, 2 LOOP
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
CREATE OR REPLACE TRIGGER strokes_drawn AFTER INSERT ON strokes
    REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION strokes_changed();
CREATE OR REPLACE TRIGGER strokes_redrawn AFTER UPDATE ON strokes
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION strokes_changed();
CREATE OR REPLACE TRIGGER strokes_taken AFTER DELETE ON strokes
    REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION strokes_changed();
