package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Keys under `cortado.router.learning`: what ratings of answers change.
public interface LearningConfiguration {

    /// Whether an organisation's ratings correct what is predicted of answers to its requests. If not, nothing that was
    /// seen of prompts is stored with decisions either.
    @WithDefault("true")
    boolean enabled();

    /// Share of the requests of organisations that rate answers in which chance chooses among what meets the wishes, 0
    /// to 1; a tenant may have its own. 0: what is never preferred is never rated.
    @WithDefault("0.02")
    double explorationShare();

    /// Between looks for new ratings.
    @WithDefault("1s")
    Duration checkEvery();

    /// After which all is learnt anew, so that routers agree again on what is still kept of old ratings.
    @WithDefault("24h")
    Duration anewEvery();

    /// Ratings of all organisations that are learnt when it is begun anew: at a start, with a new predictor, and every
    /// `anew-every`. Where there are more, each organisation has an equal part, and what one leaves of it is the
    /// others'. One rating takes below a millisecond of a core.
    @WithDefault("100000")
    int ratingsMax();

    /// The same of one organisation: its newest.
    @WithDefault("20000")
    int organisationRatingsMax();

    /// Ratings read from the database at once, about 1 KB each.
    @WithDefault("1000")
    int pageMax();

    /// Organisations of which corrections are kept in memory: those of whose ratings that are still
    /// kept the first is the eldest. Of others nothing is learnt until one of these has no ratings
    /// any more and all is learnt anew. Each takes some 0.2 MB for each variant that it rated, and
    /// another 0.5 MB with as many words as `words-max` allows.
    @WithDefault("50")
    int organisationsMax();

    /// Words that are learnt of, for each variant of an organisation.
    @WithDefault("5000")
    int wordsMax();
}
