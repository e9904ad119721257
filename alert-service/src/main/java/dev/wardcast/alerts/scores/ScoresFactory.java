package dev.wardcast.alerts.scores;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.rulebook.RuleTable;
import dev.wardcast.alerts.work.LatestScores;
import io.micronaut.context.annotation.Factory;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

@Factory
final class ScoresFactory {

    @Singleton
    LatestScores latestScores(@Named("alerts") Database database, JsonMapper json) {
        return new LatestScores(database, new RuleTable(json));
    }
}
