package dev.wardcast.alerts.ruledesk;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.rulebook.RuleEdits;
import dev.wardcast.alerts.rulebook.RuleRows;
import dev.wardcast.kit.audit.AuditTrail;
import io.micronaut.context.annotation.Factory;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

@Factory
final class RuleDeskFactory {

    @Singleton
    RuleRows ruleRows(JsonMapper json) {
        return new RuleRows(json);
    }

    @Singleton
    RuleEdits ruleEdits(@Named("alerts") Database database, RuleRows rows, AuditTrail audit) {
        return new RuleEdits(database, rows, audit);
    }
}
