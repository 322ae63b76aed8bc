-- The talk: what is drawn on slides and how long they took, who may do more than look,
-- who drives, and what is said to the speaker.

-- What is drawn on slides, in the order in which it was. Coordinates and widths are
-- parts of the slide, 0 to 1, from its upper left.
CREATE TABLE strokes (
    deck_id  bigint  NOT NULL,
    number   integer NOT NULL,                -- the slide's
    id       text    NOT NULL CHECK (id ~ '^[A-Za-z0-9_-]{1,64}$'), -- whoever draws chooses it, so that a repeated request draws it once
    color    text    NOT NULL CHECK (color ~ '^#([0-9a-f]{6}|[0-9a-f]{8})$'),
    width    double precision NOT NULL CHECK (width BETWEEN 0.0005 AND 0.1),
    points   jsonb   NOT NULL,                -- [[x, y], …]
    place    bigint  GENERATED ALWAYS AS IDENTITY, -- among the others
    drawn_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (deck_id, number, id),
    FOREIGN KEY (deck_id, number) REFERENCES slides ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT points_in_range CHECK (coalesce(jsonb_typeof(points) = 'array' AND jsonb_array_length(points) BETWEEN 1 AND 2000
        AND NOT jsonb_path_exists(points, 'strict $[*] ? (@.type() != "array" || @.size() != 2)')
        AND NOT jsonb_path_exists(points, 'strict $[*][*] ? (@.type() != "number" || @ < 0 || @ > 1)', silent => true), false))
);

-- The version of what is drawn on a slide; no row where nothing is. strokes_changed
-- keeps it.
CREATE TABLE ink (
    deck_id bigint  NOT NULL,
    number  integer NOT NULL,
    version bigint  NOT NULL DEFAULT 0,
    PRIMARY KEY (deck_id, number)
);

-- A run is a talk, or a rehearsal of one, with the time that each slide has taken. It
-- begins and ends with the deck's clock: see decks_run.
CREATE TABLE runs (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    deck_id    bigint NOT NULL REFERENCES decks ON DELETE CASCADE,
    kind       text   NOT NULL CHECK (kind IN ('talk', 'rehearsal')),
    started_at timestamptz NOT NULL,
    ended_at   timestamptz,                   -- NULL while it goes on
    clock      timestamptz NOT NULL,          -- the deck's started_at
    since      timestamptz,                   -- from when the time of the slide is not counted yet; NULL while the clock stands
    elsewhere  double precision NOT NULL DEFAULT 0 -- seconds on slides that the deck has no more
);
CREATE INDEX runs_deck ON runs (deck_id);
CREATE UNIQUE INDEX runs_going_on ON runs (deck_id) WHERE ended_at IS NULL;

CREATE TABLE run_slides (
    run     bigint  NOT NULL REFERENCES runs ON DELETE CASCADE,
    number  integer NOT NULL CHECK (number >= 1), -- the slide's
    seconds double precision NOT NULL CHECK (seconds >= 0),
    PRIMARY KEY (run, number)
);

-- Browsers and phones that hold a token of their own, and what it lets them do.
CREATE TABLE devices (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    role       text   NOT NULL CHECK (role IN ('presenter', 'remote', 'stage', 'moderator', 'captions')),
    name       text   NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    token_hash bytea  NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32), -- the token itself is the device's alone
    host       text   NOT NULL DEFAULT '', -- the computer that it is on, where that is the one it was let in by
    created_at timestamptz NOT NULL DEFAULT now(),
    last_seen  timestamptz NOT NULL DEFAULT now()
);

-- Codes that one browser or phone may trade for such a token, once. One that was
-- used is kept for as long as it would have lasted: who tries it again is told so.
CREATE TABLE codes (
    hash       bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    role       text  NOT NULL CHECK (role IN ('presenter', 'remote', 'stage', 'moderator', 'captions')),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);

-- Who moves the live deck: one device at the most, so that nobody moves it against
-- another. Whoever holds the presenter's key itself, or writes here, may at any time.
CREATE TABLE drive (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    turn     bigint NOT NULL DEFAULT 0,                    -- grows with every change
    device   bigint REFERENCES devices ON DELETE SET NULL, -- NULL: nobody, until a presenter moves it
    asks     bigint REFERENCES devices ON DELETE SET NULL, -- who would like to
    asked_at timestamptz
);
INSERT INTO drive DEFAULT VALUES;

-- What is said to the speaker: "5 more minutes". Who reads them, and how many are kept:
-- messages_changed.
CREATE TABLE messages (
    id      bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    text    text    NOT NULL,
    blink   boolean NOT NULL DEFAULT false,
    sender  text    NOT NULL DEFAULT '' CHECK (length(sender) <= 100), -- the device's name; '' for whoever holds the key
    sent_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at timestamptz,                      -- when the speaker said so
    CONSTRAINT message_text CHECK (length(text) BETWEEN 1 AND 140 AND text !~ '[[:cntrl:]]')
);

-- The urgent message that lies over everything on every screen, until it is '' again.
CREATE TABLE notice (
    one        boolean PRIMARY KEY DEFAULT true CHECK (one),
    text       text NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT notice_text CHECK (length(text) <= 500 AND text !~ '[\u0001-\u0009\u000b-\u001f\u007f-\u009f]' AND text !~ '^\s+$')
);
INSERT INTO notice DEFAULT VALUES;

-- What goes round on kiosks while nothing is live, in the order of place: all slides of a
-- deck, or, without one, what comes next of the agenda. An hour is 'HH:MM'.
CREATE TABLE programme (
    id      bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    place   integer NOT NULL DEFAULT 0,
    deck_id bigint  REFERENCES decks ON DELETE CASCADE,
    seconds double precision NOT NULL DEFAULT 10,              -- each slide stays
    days    integer[] NOT NULL DEFAULT '{1,2,3,4,5,6,7}',      -- from Monday, 1
    begins  text    NOT NULL DEFAULT '',                       -- from this hour; '' is from midnight
    ends    text    NOT NULL DEFAULT '',                       -- to this one; where it is earlier, of the next day
    screens text[]  NOT NULL DEFAULT '{}',                     -- kiosks by name; none: all
    CONSTRAINT programme_seconds CHECK (seconds BETWEEN 2 AND 3600),
    CONSTRAINT programme_days    CHECK (days <@ '{1,2,3,4,5,6,7}' AND cardinality(days) BETWEEN 1 AND 7),
    CONSTRAINT programme_hours   CHECK (begins ~ '^(([01]\d|2[0-3]):[0-5]\d)?$' AND ends ~ '^(([01]\d|2[0-3]):[0-5]\d)?$'),
    CONSTRAINT programme_screens CHECK (cardinality(screens) <= 50 AND octet_length(array_to_string(screens, '')) <= 5000)
);

-- The talks of these days, of all rooms, as a file had them last.
CREATE TABLE agenda (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room     text NOT NULL DEFAULT '' CHECK (length(room) <= 200),
    title    text NOT NULL CHECK (length(title) BETWEEN 1 AND 500),
    speakers text NOT NULL DEFAULT '' CHECK (length(speakers) <= 500),
    begins   timestamptz NOT NULL,
    ends     timestamptz NOT NULL,
    CHECK (ends >= begins)
);

-- Where all this takes place.
CREATE TABLE venue (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    zone   text NOT NULL DEFAULT '' CHECK (length(zone) <= 100), -- of days and hours, as Europe/Berlin; '' is each server's own
    agenda text NOT NULL DEFAULT '' CHECK (length(agenda) <= 200) -- what the agenda is called
);
INSERT INTO venue DEFAULT VALUES;
