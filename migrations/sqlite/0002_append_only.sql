-- +goose Up

-- The history only grows (2.4.3), and deadlines never move.

-- +goose StatementBegin
CREATE TRIGGER event_keeps BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the history of a complaint is never changed'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER event_stays BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the history of a complaint is never shortened'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER complaint_stays BEFORE DELETE ON complaint
BEGIN SELECT RAISE(ABORT, 'a registered complaint stays registered'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER deadline_stays BEFORE UPDATE OF received, confirmation_due, first_response_due, resolution_due ON round
BEGIN SELECT RAISE(ABORT, 'a deadline never moves'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER round_stays BEFORE DELETE ON round
BEGIN SELECT RAISE(ABORT, 'the terms of a complaint stay on record'); END;
-- +goose StatementEnd
