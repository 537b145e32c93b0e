package dev.cortado.router.learn;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.estimate.UtilityEstimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// All that ratings taught on one grounding: a function of the grounding, the log and where it was begun, so that all
/// routers that began there and have read as far know the same. One thread learns, any may ask.
///
/// Kept is what those taught that rated last. Who did is looked up first, and only their ratings are read, so that
/// learning takes as long as their logs, however many organisations rate in turn.
final class Lessons {

    private final Grounding grounding;
    private final LearningLimits limits;
    private final long begin;
    private final Map<OrganisationId, Lesson> known = new ConcurrentHashMap<>();
    /// Those that rated last, the longest ago first; the learning thread's own, as what follows.
    private final LinkedHashSet<OrganisationId> latest = new LinkedHashSet<>();
    /// Those of them that have rated what is not learnt yet.
    private final LinkedHashSet<OrganisationId> behind = new LinkedHashSet<>();
    private long place;
    private final AtomicLong ratings = new AtomicLong();

    /// One organisation's.
    private static final class Lesson {
        final Corrections corrections;
        final Map<VariantId, DriftAlarm> alarms = new ConcurrentHashMap<>();
        /// Place of the last rating that was learnt.
        long upTo;

        Lesson(Corrections corrections, long begin) {
            this.corrections = corrections;
            this.upTo = begin;
        }
    }

    /// @param begin place in the log after which to learn
    Lessons(Grounding grounding, LearningLimits limits, long begin) {
        this.grounding = grounding;
        this.limits = limits;
        this.begin = begin;
        this.place = begin;
    }

    Optional<Corrections> of(OrganisationId organisation) {
        return Optional.ofNullable(known.get(organisation)).map(lesson -> lesson.corrections);
    }

    PromptView view() {
        return grounding.view();
    }

    /// Learns what came since the last time.
    ///
    /// @return the alarms that began to sound
    List<Drift> read(RatingLog log) {
        List<Drift> before = drifts();
        RatingLog.Raters raters = log.ratersAfter(place);
        raters.organisations().forEach(organisation -> {
            latest.addLast(organisation);
            behind.addLast(organisation);
        });
        place = raters.upTo();
        ratings.addAndGet(raters.ratings());
        while (latest.size() > limits.organisationsMax()) {
            OrganisationId eldest = latest.removeFirst();
            behind.remove(eldest);
            known.remove(eldest);
        }
        while (!behind.isEmpty()) {
            // Whoever is behind when the log goes away stays so.
            catchUp(behind.getFirst(), log);
            behind.removeFirst();
        }
        return drifts().stream()
                .filter(drift -> before.stream().noneMatch(drift::isOfTheSame))
                .toList();
    }

    private void catchUp(OrganisationId organisation, RatingLog log) {
        Lesson lesson = known.get(organisation);
        if (lesson == null) {
            lesson = new Lesson(new Corrections(grounding.view(), limits.wordsMax()), begin);
        }
        boolean isLast = false;
        while (!isLast) {
            RatingLog.Page page = log.after(lesson.upTo, organisation);
            for (RatedAnswer rated : page.answers()) {
                learn(lesson, rated);
            }
            lesson.upTo = page.upTo();
            isLast = page.isLast();
        }
        known.put(organisation, lesson);
    }

    private void learn(Lesson lesson, RatedAnswer rated) {
        Optional<UtilityEstimate> expected = grounding.expecting().of(rated.prompt(), rated.variant());
        if (expected.isEmpty()) {
            return;
        }
        double utility = expected.get().mean();
        lesson.corrections.rated(rated.variant().value(), rated.prompt().features(), utility, rated.score());
        if (!expected.get().isProvisional()) {
            lesson.alarms
                    .computeIfAbsent(rated.variant(), _ -> new DriftAlarm())
                    .rated(utility, rated.score());
        }
    }

    /// Those that sound, in a steady order.
    List<Drift> drifts() {
        List<Drift> sounding = new ArrayList<>();
        known.forEach((organisation, lesson) -> lesson.alarms.forEach((variant, alarm) -> {
            if (alarm.isSounding()) {
                sounding.add(new Drift(organisation, variant, alarm.meanResidual()));
            }
        }));
        sounding.sort(Comparator.comparing(
                drift -> drift.organisation().value() + "/" + drift.variant().value()));
        return sounding;
    }

    long ratings() {
        return ratings.get();
    }

    int organisations() {
        return known.size();
    }
}
