-- +goose Up

-- Instants are UTC text of 27 characters, 2026-11-20T08:00:00.000000Z: readable
-- in both databases, and sorted by time. BYTEA is PostgreSQL's; SQLite keeps
-- bytes as they are in a column of any type.

-- Facts about the desk as a whole, such as the fingerprint of its secret.
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- Running daemons. One that has not renewed its row by expires (wall clock) is
-- taken for dead; what it held is free. place is where its process id means
-- something, so that a neighbour can see that it is gone before that.
CREATE TABLE daemon (
    id      TEXT PRIMARY KEY,
    place   TEXT NOT NULL,
    pid     INTEGER NOT NULL,
    started TEXT NOT NULL,
    expires TEXT NOT NULL
);

-- Who polls which mailbox.
CREATE TABLE lease (
    name   TEXT PRIMARY KEY,
    daemon TEXT NOT NULL
);

-- The last serial given out in a year: the row's lock makes numbers gapless.
CREATE TABLE counter (
    year INTEGER PRIMARY KEY,
    last INTEGER NOT NULL
);

-- Everything that may have to be erased: raw mail, texts, letters, in pieces of
-- at most 256 KB. The register keeps digests of it.
CREATE TABLE content (
    owner TEXT NOT NULL,          -- id of a mail, letter or complaint
    part  TEXT NOT NULL,          -- raw, text, reply, event/12
    piece INTEGER NOT NULL,       -- from 0
    bytes BYTEA NOT NULL,
    PRIMARY KEY (owner, part, piece)
);

CREATE TABLE complaint (
    id               TEXT PRIMARY KEY,
    number           TEXT NOT NULL UNIQUE,
    year             INTEGER NOT NULL,
    serial           INTEGER NOT NULL CHECK (serial > 0),
    status           TEXT NOT NULL CHECK (status IN ('received', 'triage', 'assigned', 'in_treatment', 'with_manager',
                         'resolving', 'settled', 'reopened', 'dispute', 'ruling', 'closed', 'not_a_complaint', 'merged')),
    waiting          TEXT NOT NULL CHECK (waiting IN ('', 'customer', 'third')),
    channel          TEXT NOT NULL CHECK (channel IN ('mail', 'phone', 'desk', 'letter', 'chat')),
    department       TEXT NOT NULL CHECK (department <> ''),
    handler          TEXT NOT NULL,
    customer_name    TEXT NOT NULL, -- erasable, like the next three, subject and message_id
    customer_address TEXT NOT NULL,
    customer_phone   TEXT NOT NULL,
    customer_post    TEXT NOT NULL,
    prefers          TEXT NOT NULL CHECK (prefers IN ('', 'mail', 'phone', 'desk', 'letter', 'chat')),
    language         TEXT NOT NULL CHECK (language IN ('nl', 'en')),
    subject          TEXT NOT NULL,
    message_id       TEXT NOT NULL,
    received         TEXT NOT NULL, -- first of all
    agenda           TEXT,          -- the one next date
    moves            INTEGER NOT NULL,
    priority         TEXT NOT NULL CHECK (priority IN ('low', 'normal', 'high', 'safety')),
    hold             TEXT NOT NULL CHECK (hold IN ('', 'on', 'off')),
    outcome          TEXT NOT NULL,
    cause            TEXT NOT NULL,
    dispute_case     TEXT NOT NULL,
    merged_into      TEXT REFERENCES complaint (id),
    pending          TEXT,          -- the customer wrote after the settlement; nobody has decided since
    final            BOOLEAN NOT NULL,
    ended            TEXT,          -- when it last ceased to be open
    round            INTEGER NOT NULL CHECK (round > 0),
    events           INTEGER NOT NULL, -- length of the chain
    head             TEXT NOT NULL,    -- hash of its last event
    UNIQUE (year, serial),
    -- Every open complaint has a next date, and no other has one (2.4.1).
    CHECK ((agenda IS NULL) = (status IN ('settled', 'closed', 'not_a_complaint', 'merged'))),
    CHECK ((ended IS NULL) = (agenda IS NOT NULL)),
    CHECK ((merged_into IS NOT NULL) = (status = 'merged'))
);
CREATE INDEX complaint_customer ON complaint (customer_address);
CREATE INDEX complaint_open ON complaint (department, number) WHERE agenda IS NOT NULL;
CREATE INDEX complaint_pending ON complaint (department, number) WHERE pending IS NOT NULL;
CREATE INDEX complaint_handler ON complaint (handler) WHERE agenda IS NOT NULL;
CREATE INDEX complaint_merged ON complaint (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX complaint_case ON complaint (dispute_case) WHERE dispute_case <> '';

-- The terms of one treatment. Deadlines are written once.
CREATE TABLE round (
    complaint          TEXT NOT NULL REFERENCES complaint (id),
    n                  INTEGER NOT NULL CHECK (n > 0),
    received           TEXT NOT NULL,
    confirmation_due   TEXT NOT NULL,
    first_response_due TEXT NOT NULL,
    resolution_due     TEXT NOT NULL,
    confirmed          TEXT,
    responded          TEXT,
    resolved           TEXT,
    PRIMARY KEY (complaint, n)
);

-- The history: it only grows, each event chained to the one before.
CREATE TABLE event (
    complaint TEXT NOT NULL REFERENCES complaint (id),
    seq       INTEGER NOT NULL CHECK (seq > 0),
    at        TEXT NOT NULL,
    kind      TEXT NOT NULL,
    actor     TEXT NOT NULL,
    data      TEXT NOT NULL,
    text_sum  TEXT NOT NULL,
    prev      TEXT NOT NULL,
    hash      TEXT NOT NULL,
    PRIMARY KEY (complaint, seq)
);

-- Every mail that a mailbox showed us, once.
CREATE TABLE mail (
    id           TEXT PRIMARY KEY,
    sha256       TEXT NOT NULL UNIQUE, -- of the raw bytes
    size         BIGINT NOT NULL,      -- as the server gave it
    partial      BOOLEAN NOT NULL,     -- too large: headers and the first part only
    silent       BOOLEAN NOT NULL,     -- lay there before the desk opened: no letters
    mailbox      TEXT NOT NULL,        -- where it was seen first
    received     TEXT NOT NULL,        -- INTERNALDATE
    stored       TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('stored', 'done', 'quarantined')),
    outcome      TEXT NOT NULL,        -- what it was taken for, see ledger.outcome
    reason       TEXT NOT NULL,        -- why it is in quarantine
    attempts     INTEGER NOT NULL,     -- at receiving it
    kind         TEXT NOT NULL,
    complaint    TEXT REFERENCES complaint (id),
    message_id   TEXT NOT NULL,        -- this and the following: as the sender wrote it, erasable
    from_name    TEXT NOT NULL,
    from_address TEXT NOT NULL,
    to_address   TEXT NOT NULL,
    subject      TEXT NOT NULL,
    line         INTEGER UNIQUE        -- what it is called in the daily list of mail that joined nothing
);
CREATE INDEX mail_unfinished ON mail (mailbox, received) WHERE state = 'stored';
CREATE INDEX mail_unlisted ON mail (received) WHERE outcome = 'unjoined' AND line IS NULL;
CREATE INDEX mail_quarantined ON mail (received) WHERE state = 'quarantined';
CREATE INDEX mail_complaint ON mail (complaint, received);
CREATE INDEX mail_message_id ON mail (message_id);

-- Digests of what makes two mails the same though their bytes differ; kept when
-- the mail's content is erased, so that it never comes back as new.
CREATE TABLE seen (
    same TEXT PRIMARY KEY,
    mail TEXT NOT NULL REFERENCES mail (id)
);

-- One numbering of a mailbox: it ends when UIDVALIDITY changes, or when UIDs run
-- backwards under the same one (a restored backup).
CREATE TABLE epoch (
    mailbox     TEXT NOT NULL,
    n           INTEGER NOT NULL CHECK (n > 0),
    uidvalidity BIGINT NOT NULL,
    first_uid   BIGINT NOT NULL, -- the first that is ours
    silent_uid  BIGINT NOT NULL, -- those below it get no letters
    began       TEXT NOT NULL,
    PRIMARY KEY (mailbox, n)
);

-- What became of each UID: exactly one outcome, for ever.
CREATE TABLE ledger (
    mailbox TEXT NOT NULL,
    epoch   INTEGER NOT NULL,
    uid     BIGINT NOT NULL,
    mail    TEXT REFERENCES mail (id),
    at      TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('stored', 'complaint', 'joined', 'command', 'automatic', 'bounce',
                'own', 'unjoined', 'duplicate', 'quarantined', 'lost', 'old')),
    reason  TEXT NOT NULL,
    PRIMARY KEY (mailbox, epoch, uid),
    CHECK (mail IS NOT NULL OR outcome = 'lost')
);
CREATE INDEX ledger_mail ON ledger (mail);

-- Commands that nothing proved, until their owner says that they are his.
CREATE TABLE held (
    mail   TEXT PRIMARY KEY REFERENCES mail (id),
    person TEXT NOT NULL,
    until  TEXT NOT NULL,
    ended  TEXT
);

-- Who is away, until when, and who does his work meanwhile.
CREATE TABLE absence (
    person TEXT PRIMARY KEY,
    deputy TEXT NOT NULL,   -- '' leaves it to the configuration
    since  TEXT NOT NULL,
    until  TEXT NOT NULL
);

-- The outbox. Bytes are in content; they and the Message-ID never change.
CREATE TABLE letter (
    id           TEXT PRIMARY KEY,
    complaint    TEXT REFERENCES complaint (id),
    kind         TEXT NOT NULL,
    cause        TEXT NOT NULL,
    sender       TEXT NOT NULL,
    recipient    TEXT NOT NULL CHECK (recipient <> ''),
    subject      TEXT NOT NULL,
    message_id   TEXT NOT NULL UNIQUE CHECK (length(message_id) > 10),
    sum          TEXT NOT NULL,    -- SHA-256 of the bytes
    queued       TEXT NOT NULL,
    due          TEXT NOT NULL,    -- the next attempt
    state        TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'uncertain', 'failed', 'stopped')),
    attempts     INTEGER NOT NULL, -- that counted
    tries        INTEGER NOT NULL, -- all, also those that our account's trouble ended
    daemon       TEXT NOT NULL,    -- who has it in hand, '' nobody
    leased       TEXT,             -- until when, by the wall clock
    last_attempt TEXT,
    sent         TEXT,
    answer       TEXT NOT NULL,
    undelivered  TEXT,
    -- A cause makes a letter to a person once, however often it is tried.
    UNIQUE (kind, cause, recipient),
    CHECK ((sent IS NOT NULL) = (state = 'sent'))
);
CREATE INDEX letter_due ON letter (due, id) WHERE state IN ('waiting', 'uncertain');
CREATE INDEX letter_complaint ON letter (complaint, queued);
CREATE INDEX letter_recipient ON letter (recipient, queued);

-- Every attempt at a letter, registered before anybody dialled.
CREATE TABLE attempt (
    letter    TEXT NOT NULL REFERENCES letter (id),
    n         INTEGER NOT NULL,
    at        TEXT NOT NULL,
    daemon    TEXT NOT NULL,
    finishing BOOLEAN NOT NULL, -- the final dot was about to be written
    ended     TEXT,
    state     TEXT NOT NULL,    -- as in letter; '' while it runs
    answer    TEXT NOT NULL,
    PRIMARY KEY (letter, n)
);

-- Appointments to tell somebody.
CREATE TABLE alarm (
    id        TEXT PRIMARY KEY,
    complaint TEXT NOT NULL REFERENCES complaint (id),
    round     INTEGER NOT NULL,
    kind      TEXT NOT NULL,
    instant   TEXT NOT NULL, -- what it is about
    due       TEXT NOT NULL, -- when it rings
    ended     TEXT,          -- rung, or void
    rung      BOOLEAN NOT NULL,
    UNIQUE (complaint, round, kind, instant)
);
CREATE INDEX alarm_due ON alarm (due, id) WHERE ended IS NULL;
CREATE INDEX alarm_open ON alarm (complaint) WHERE ended IS NULL;
