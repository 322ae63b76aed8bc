-- The library: decks, their slides and pictures, and the files they were made from.
-- What changes by itself when a row does is in functions. Needs PostgreSQL 14 or later.

-- The one revision counter. Its row stays locked from a change to its commit:
-- only so are revisions in commit order over all decks. A sequence would let
-- 10 commit before 9, and a viewer who has seen 10 would ignore the 9.
CREATE TABLE revision (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    rev bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO revision (rev) VALUES (0);

-- What nobody may guess. 'pictures' is the key of the pictures' addresses: whoever
-- has a picture's bytes cannot compute where it is served. From 'views' come the
-- keys of what pages fetch ahead.
CREATE TABLE secrets (
    name  text PRIMARY KEY,
    value bytea NOT NULL
);
INSERT INTO secrets (name, value) VALUES
    ('pictures', uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())),
    ('views', uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));

-- A file that a deck was made from, byte for byte. It is stored before its deck, as
-- pictures are, and swept up if the deck never comes.
CREATE TABLE originals (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    size      bigint NOT NULL DEFAULT 0 CHECK (size BETWEEN 0 AND 1073741824), -- in bytes
    digest    text   NOT NULL DEFAULT '',     -- SHA-256 of its bytes, in hex; empty until all are here
    password  text   NOT NULL DEFAULT '',     -- of a locked file whose pages are drawn whenever they are needed
    stored_at timestamptz NOT NULL DEFAULT now()
);

-- An original in parts of 1 MiB, the last one smaller: nobody needs to hold a
-- whole file in memory.
CREATE TABLE original_parts (
    original bigint  NOT NULL REFERENCES originals ON DELETE CASCADE,
    part     integer NOT NULL CHECK (part BETWEEN 1 AND 1024),
    data     bytea   NOT NULL CHECK (octet_length(data) BETWEEN 1 AND 1048576),
    PRIMARY KEY (original, part)
);
ALTER TABLE original_parts ALTER COLUMN data SET STORAGE EXTERNAL; -- compressed already

-- A film or a sound is an original that is played, at an address that nobody can guess
-- who has the file.
CREATE TABLE media (
    hash     text   PRIMARY KEY,
    original bigint NOT NULL REFERENCES originals ON DELETE CASCADE,
    type     text   NOT NULL                  -- media type
);
CREATE INDEX media_original ON media (original);

-- A picture is kept in all its widths; or it is a page of an original, and drawn in
-- whatever width somebody asks for.
CREATE TABLE pictures (
    hash       text PRIMARY KEY,              -- the address: a keyed hash of the bytes, or of where the page is
    width      integer NOT NULL,              -- of the largest size
    height     integer NOT NULL,
    vector     boolean NOT NULL,
    used_at    timestamptz NOT NULL DEFAULT now(),
    original   bigint REFERENCES originals,   -- for a page: where it is,
    file       text,                          -- the file's name, or that in the zip which the original is,
    page       integer CHECK (page >= 0),     -- from 0,
    part       text CHECK (part IN ('', 'left', 'right', 'top', 'bottom')), -- all of it, or the half that is the slide,
    widths     integer[],                     -- and what it is drawn in, ascending
    unread     boolean NOT NULL DEFAULT false, -- nobody has read it yet: see pictures_read
    CHECK (num_nonnulls(original, file, page, part, widths) IN (0, 5))
);
CREATE INDEX pictures_unread ON pictures (hash) WHERE unread;
CREATE INDEX pictures_original ON pictures (original) WHERE original IS NOT NULL;

CREATE TABLE picture_sizes (
    hash    text    NOT NULL REFERENCES pictures ON DELETE CASCADE,
    width   integer NOT NULL,                 -- 0 for a vector
    height  integer NOT NULL,
    type    text    NOT NULL,
    data    bytea   NOT NULL,
    used_at timestamptz,                      -- of a page, which can be drawn again: about when it was asked for last
    PRIMARY KEY (hash, width)
);
ALTER TABLE picture_sizes ALTER COLUMN data SET STORAGE EXTERNAL; -- compressed already
CREATE INDEX picture_sizes_used_at ON picture_sizes (used_at) WHERE used_at IS NOT NULL;

-- What was read on a page before anybody saw it. It is derived, as the page's
-- picture is: no edit of the slides, and nothing that a move waits for.
CREATE TABLE readings (
    hash   text PRIMARY KEY REFERENCES pictures ON DELETE CASCADE,
    title  text  NOT NULL DEFAULT '',
    text   text  NOT NULL DEFAULT '',
    notes  text  NOT NULL DEFAULT '',
    links  jsonb NOT NULL DEFAULT '[]',       -- as in views
    widest integer                            -- what it can be drawn in at the most; 0: not at all. NULL: nothing is known against it
);

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
    shown_at      timestamptz,                -- since when they have had that slide
    covered_at    timestamptz,                -- since when something covers it, or freezes it: see Store.Ink
    started_at    timestamptz,                -- when the clock began, of the talk at its first move: see clock_after
    paused        boolean NOT NULL DEFAULT false, -- the clock stands,
    paused_at     timestamptz,                    -- since this time
    rehearsing    boolean NOT NULL DEFAULT false, -- the speaker tries the talk out, and nobody sees it,
    rehearsed_at  timestamptz,                -- since this time, whatever its clock is set to: see clock_after
    planned       integer NOT NULL DEFAULT 0, -- seconds that the talk is to take; 0: nothing is said
    playing       boolean NOT NULL DEFAULT false, -- the films and sounds of its slide go on,
    played        double precision NOT NULL DEFAULT 0, -- so many seconds of them were played
    played_at     timestamptz,                     -- at this time
    words         text    NOT NULL DEFAULT '', -- that every screen shows over the slide
    inviting      boolean NOT NULL DEFAULT false, -- every screen shows how to join, over the slide
    zoom          jsonb,                      -- the part of its slide that fills the screens, {"x", "y", "w"}; NULL for all of it
    shown_zoom    jsonb,                      -- likewise, as shown_slide
    advancing     boolean NOT NULL DEFAULT false, -- it goes on by itself, while it is live and nothing covers it:
    advance_every double precision NOT NULL DEFAULT 0, -- after so many seconds, where its view says nothing; 0 for never
    advance_loop  boolean NOT NULL DEFAULT false, -- from its end to its beginning
    advance_at    timestamptz,                -- when it does so next
    interlude_of  bigint REFERENCES decks ON DELETE SET NULL, -- it is live for a moment only, in the midst of that deck's talk, which goes on after it
    own_planned   integer,                    -- what planned is but for that talk's
    board         boolean NOT NULL DEFAULT false, -- it is an empty slide to draw on, in the midst of a talk
    edits_stay    boolean NOT NULL DEFAULT false, -- a save of its file takes the room to no other slide
    content       bigint  NOT NULL DEFAULT 0, -- grows when the slides themselves change: see content_after
    aside         bigint  NOT NULL DEFAULT 0, -- grows when what only the speaker has of them does: see slides_edited
    rev           bigint  NOT NULL DEFAULT 0,
    changed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_rev      bigint  NOT NULL DEFAULT 0, -- the same of what followers see of it:
    seen_at       timestamptz NOT NULL DEFAULT clock_timestamp(), -- they do not learn of moves under a cover
    author        text    NOT NULL DEFAULT '', -- who gives the talk, as its file says
    lang          text    NOT NULL DEFAULT '', -- of its slides, BCP 47; of those in other languages see translations
    others        text[]  NOT NULL DEFAULT '{}', -- the languages that it is there in beside that one
    titles        jsonb   NOT NULL DEFAULT '{}', -- in those, where it is another: {"de": "…"}
    file_planned  integer NOT NULL DEFAULT 0, -- planned as the file has it
    source        text    NOT NULL DEFAULT '',
    format        text    NOT NULL,
    digest        text    NOT NULL DEFAULT '', -- of the files it was made from
    dialect       text    NOT NULL DEFAULT '', -- and what was said with them, where it was
    separator     text    NOT NULL DEFAULT '', -- not to be found out: see options.Options
    vertical_separator text NOT NULL DEFAULT '',
    notes_side    text    NOT NULL DEFAULT '',
    asked_lang    text    NOT NULL DEFAULT '',
    found_dialect text    NOT NULL DEFAULT '', -- of Markdown: that it was read as
    warnings      text[]  NOT NULL DEFAULT '{}', -- what the import could not honour, as sentences,
    remarks       jsonb   NOT NULL DEFAULT '[]', -- and for programs: see deck.Remark
    created_at    timestamptz NOT NULL DEFAULT now(),
    presented_at  timestamptz,                -- when it went live last
    deleted_at    timestamptz,                -- kept a while, so that a deletion can be undone
    hung          boolean NOT NULL DEFAULT false, -- it is published since a screen was given it: see screens_hang
    saved_over    bigint,                     -- it is what that deck was until its file was saved, and is deleted
    replaced_in   bigint,                     -- it has the slides that that deck had until others took their place
    step_given    boolean NOT NULL DEFAULT false, -- for the triggers: always false at rest
    blank_given   boolean NOT NULL DEFAULT false, -- likewise
    CONSTRAINT title_length   CHECK (length(title) BETWEEN 1 AND 500),
    CONSTRAINT slide_in_range CHECK (current_slide BETWEEN 1 AND slides),
    CONSTRAINT step_in_range  CHECK (current_step >= 0),
    CONSTRAINT planned_in_range CHECK (planned BETWEEN 0 AND 86400),
    CONSTRAINT played_in_range CHECK (played BETWEEN 0 AND 86400), -- so NaN is none either
    CONSTRAINT words_length   CHECK (length(words) <= 500 AND words !~ '[\u0001-\u0009\u000b-\u001f]'), -- and what is notified fits
    CONSTRAINT zoom_in_range  CHECK (zoom IS NULL OR jsonb_typeof(zoom) = 'object' AND zoom - '{x,y,w}'::text[] = '{}' AND coalesce(zoom @@
        'strict $.x >= 0 && $.y >= 0 && $.w >= 0.05 && $.w <= 1 && $.x + $.w <= 1.00001 && $.y + $.w <= 1.00001', false)),
    CONSTRAINT advance_in_range CHECK (advance_every = 0 OR advance_every BETWEEN 0.5 AND 86400),
    CONSTRAINT blank_known    CHECK (blank IN ('', 'black', 'white', 'freeze')),
    CONSTRAINT times_in_range CHECK ( -- of which JSON, and who reads it, can tell
        least(started_at, paused_at, played_at, advance_at, changed_at, created_at, deleted_at) >= '1970-01-01Z' AND
        greatest(started_at, paused_at, played_at, advance_at, changed_at, created_at, deleted_at) < '9999-01-01Z')
);
CREATE INDEX decks_digest ON decks (digest);
CREATE INDEX decks_saved_over ON decks (saved_over) WHERE saved_over IS NOT NULL;
CREATE INDEX decks_replaced_in ON decks (replaced_in) WHERE replaced_in IS NOT NULL;
CREATE INDEX decks_live ON decks (id) WHERE live; -- one at the most: decks_notify sees to it

CREATE TABLE slides (
    deck_id bigint  NOT NULL REFERENCES decks ON DELETE CASCADE,
    number  integer NOT NULL CHECK (number >= 1),
    title   text    NOT NULL DEFAULT '',
    class   text    NOT NULL DEFAULT '',
    section text    NOT NULL DEFAULT '',      -- the name of the section that begins with it
    notes   text    NOT NULL DEFAULT '',      -- as the file has them
    edited  text,                             -- what the speaker made of them,
    edited_of text,                           -- while the file's are these: others count again, and edited is kept
    bookmark boolean NOT NULL DEFAULT false,  -- by the speaker's hand
    hidden  boolean NOT NULL DEFAULT false,   -- the next key passes it by, as its file says,
    hide    boolean,                          -- unless the speaker says otherwise
    below   boolean NOT NULL DEFAULT false,   -- it stands below the slide before it, in a stack
    planned integer NOT NULL DEFAULT 0 CHECK (planned BETWEEN 0 AND 86400), -- seconds that it is to take, as its file says; 0: it says nothing,
    plan    integer CHECK (plan BETWEEN 0 AND 86400), -- unless the speaker says otherwise
    shown   integer NOT NULL DEFAULT -1 CHECK (shown >= -1), -- the furthest step that the room has seen since the deck went live
    PRIMARY KEY (deck_id, number),
    CHECK ((edited IS NULL) = (edited_of IS NULL))
);

-- A slide in another language. What the room has seen of it is the slide's: one
-- position, whatever language a screen is in.
CREATE TABLE translations (
    deck_id bigint  NOT NULL,
    number  integer NOT NULL,
    lang    text    NOT NULL CHECK (lang <> ''), -- one of the deck's others
    title   text    NOT NULL DEFAULT '',
    class   text    NOT NULL DEFAULT '',
    notes   text    NOT NULL DEFAULT '',
    section text    NOT NULL DEFAULT '',
    PRIMARY KEY (deck_id, number, lang),
    FOREIGN KEY (deck_id, number) REFERENCES slides ON DELETE CASCADE ON UPDATE CASCADE
);

-- What can be seen at once: a slide at a step, whole. How many steps a slide has
-- is how many views follow its first, in the deck's own language; what there is of them
-- in another one takes their place: see view_shown.
CREATE TABLE views (
    deck_id bigint  NOT NULL,
    number  integer NOT NULL,                 -- the slide's
    lang    text    NOT NULL DEFAULT '',      -- '' is the deck's own
    step    integer NOT NULL DEFAULT 0 CHECK (step BETWEEN 0 AND 100),
    html    text    NOT NULL DEFAULT '',
    css     text    NOT NULL DEFAULT '',      -- the author's style sheet for html, cleaned; each selector begins with :slide
    picture text    REFERENCES pictures,
    uses    text[]  NOT NULL DEFAULT '{}',    -- the hashes of the pictures inside html, in order
    text    text    NOT NULL DEFAULT '',      -- its words alone; where it is empty, what was read on the page
    links   jsonb   NOT NULL DEFAULT '[]',    -- [{"x","y","w","h"} and "slide","step" or "url"]: places on the picture
    seconds double precision CHECK (seconds = 0 OR seconds BETWEEN 0.5 AND 86400), -- the deck stays here for so long; 0: until somebody moves it. NULL: as the deck says
    PRIMARY KEY (deck_id, number, lang, step),
    FOREIGN KEY (deck_id, number) REFERENCES slides ON DELETE CASCADE ON UPDATE CASCADE,
    CHECK ((html = '') <> (picture IS NULL))
);
CREATE INDEX views_picture ON views (picture) WHERE picture IS NOT NULL;
CREATE INDEX views_uses ON views USING gin (uses);

-- Which pictures a deck needs; what no deck needs is swept up later.
CREATE TABLE deck_pictures (
    deck_id bigint NOT NULL REFERENCES decks ON DELETE CASCADE,
    hash    text   NOT NULL REFERENCES pictures,
    PRIMARY KEY (deck_id, hash)
);
CREATE INDEX deck_pictures_hash ON deck_pictures (hash);

-- Which files a deck was made from, each by its name with its folders.
CREATE TABLE deck_originals (
    deck_id  bigint  NOT NULL REFERENCES decks ON DELETE CASCADE,
    number   integer NOT NULL CHECK (number BETWEEN 1 AND 10000),
    name     text    NOT NULL CHECK (length(name) BETWEEN 1 AND 4096),
    original bigint  NOT NULL REFERENCES originals,
    PRIMARY KEY (deck_id, number)
);
CREATE INDEX deck_originals_original ON deck_originals (original);
