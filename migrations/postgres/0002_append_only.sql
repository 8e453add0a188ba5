-- +goose Up

-- The history only grows (2.4.3), and deadlines never move.

-- +goose StatementBegin
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;
-- +goose StatementEnd

CREATE TRIGGER event_keeps BEFORE UPDATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('the history of a complaint is never changed');
CREATE TRIGGER event_stays BEFORE DELETE OR TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('the history of a complaint is never shortened');
CREATE TRIGGER complaint_stays BEFORE DELETE ON complaint
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a registered complaint stays registered');
CREATE TRIGGER deadline_stays BEFORE UPDATE OF received, confirmation_due, first_response_due, resolution_due ON round
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a deadline never moves');
CREATE TRIGGER round_stays BEFORE DELETE ON round
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('the terms of a complaint stay on record');
