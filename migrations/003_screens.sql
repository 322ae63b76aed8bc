-- Screens, by what their pages keep of themselves: how each calls itself, what was chosen
-- for it from the console, and how it was seen last. Who is here now is in no table.
CREATE TABLE screens (
    id         text    PRIMARY KEY CHECK (id ~ '^[0-9a-f]{24}$'), -- a hash of what the page keeps, which is the page's alone
    number     integer NOT NULL UNIQUE CHECK (number BETWEEN 1 AND 1000), -- that it shows when somebody asks which it is
    kind       text    NOT NULL CHECK (kind IN ('phone', 'browser', 'kiosk', 'window')),
    own_name   text    NOT NULL DEFAULT '' CHECK (length(own_name) <= 100),
    name       text    NOT NULL DEFAULT '',   -- instead of that one; '' for none
    deck       bigint  REFERENCES decks ON DELETE SET NULL, -- that it shows; NULL for whatever is live
    lang       text    NOT NULL DEFAULT '',   -- that it shows decks in, BCP 47; '' for what it asks for itself
    rotation   integer NOT NULL DEFAULT 0,    -- degrees, clockwise
    excused    boolean NOT NULL DEFAULT false, -- nobody misses it until it comes back
    address    text    NOT NULL DEFAULT '' CHECK (length(address) <= 100),
    width      integer NOT NULL DEFAULT 0 CHECK (width BETWEEN 0 AND 100000), -- in pixels of the screen; 0 while it has not said
    height     integer NOT NULL DEFAULT 0 CHECK (height BETWEEN 0 AND 100000),
    first_seen timestamptz NOT NULL DEFAULT now(),
    last_seen  timestamptz NOT NULL DEFAULT now(), -- to about half a minute
    CONSTRAINT screen_name     CHECK (length(name) <= 100 AND name !~ '[[:cntrl:]]'),
    CONSTRAINT screen_lang     CHECK (length(lang) <= 35 AND lang ~ '^([A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)?$'),
    CONSTRAINT screen_rotation CHECK (rotation IN (0, 90, 180, 270))
);
CREATE INDEX screens_deck ON screens (deck) WHERE deck IS NOT NULL;
