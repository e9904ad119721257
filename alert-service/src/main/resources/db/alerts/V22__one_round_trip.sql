-- A statement that fails the transaction where something does not hold: what depends on it can be
-- sent along without an answer in between.
create function demand(holds boolean, what text) returns void language plpgsql as $$
begin
    if holds is not true then
        raise exception using errcode = 'WC001', message = what;
    end if;
end
$$;

-- Nodes hear of changed rules at once, whoever changed them.
create function tell_of_rules() returns trigger language plpgsql as $$
begin
    perform pg_notify('rules_' || tg_table_schema, '');
    return null;
end
$$;
create trigger tell after update on rule_revision execute function tell_of_rules();
