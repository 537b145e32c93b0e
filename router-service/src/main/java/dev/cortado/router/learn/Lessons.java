package dev.cortado.router.learn;

import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.router.estimate.UtilityEstimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// All that ratings taught on one grounding: a pure function of the grounding and the log, so that
/// every router that has read as far knows the same. One thread learns, any may ask.
final class Lessons {

    private final Grounding grounding;
    private final LearningLimits limits;
    private final long begin;
    private final Map<OrganisationId, Lesson> known = new ConcurrentHashMap<>();
    /// By when they rated last, the longest ago first; the learning thread's own.
    private final LinkedHashMap<OrganisationId, Lesson> byAge = new LinkedHashMap<>(16, .75f, true);
    private final Set<OrganisationId> forgotten = new HashSet<>();
    private long place;
    private final AtomicLong ratings = new AtomicLong();

    /// One organisation's.
    private record Lesson(Corrections corrections, Map<VariantId, DriftAlarm> alarms) {}

    /// @param begin place in the log after which to learn
    Lessons(Grounding grounding, LearningLimits limits, long begin) {
        this.grounding = grounding;
        this.limits = limits;
        this.begin = begin;
        this.place = begin;
    }

    Optional<Corrections> of(OrganisationId organisation) {
        return Optional.ofNullable(known.get(organisation)).map(Lesson::corrections);
    }

    PromptView view() {
        return grounding.view();
    }

    /// Learns what came since the last time.
    ///
    /// @return the alarms that began to sound
    List<Drift> read(RatingLog log) {
        List<Drift> before = drifts();
        boolean isLast = false;
        while (!isLast) {
            RatingLog.Page page = log.after(place);
            for (RatedAnswer rated : page.answers()) {
                learn(lesson(rated, log), rated);
                ratings.incrementAndGet();
                // The next may find the log away, and then nothing before it is to be learnt again.
                place = rated.arrival();
            }
            place = page.upTo();
            isLast = page.isLast();
        }
        return drifts().stream()
                .filter(drift -> before.stream().noneMatch(drift::isOfTheSame))
                .toList();
    }

    private Lesson lesson(RatedAnswer rated, RatingLog log) {
        OrganisationId organisation = rated.organisation();
        Lesson lesson = byAge.get(organisation);
        if (lesson == null) {
            lesson = forgotten.contains(organisation) ? again(rated, log) : empty();
            forgotten.remove(organisation);
            byAge.put(organisation, lesson);
            if (byAge.size() > limits.organisationsMax()) {
                OrganisationId eldest = byAge.firstEntry().getKey();
                byAge.remove(eldest);
                known.remove(eldest);
                forgotten.add(eldest);
            }
        }
        known.put(organisation, lesson);
        return lesson;
    }

    /// What the organisation had taught before this rating.
    private Lesson again(RatedAnswer until, RatingLog log) {
        Lesson lesson = empty();
        long at = begin;
        boolean isLast = false;
        while (!isLast) {
            RatingLog.Page page = log.after(at, until.organisation());
            page.answers().stream()
                    .filter(each -> each.arrival() < until.arrival())
                    .forEach(each -> learn(lesson, each));
            at = page.upTo();
            isLast = page.isLast() || at >= until.arrival();
        }
        return lesson;
    }

    private Lesson empty() {
        return new Lesson(new Corrections(grounding.view(), limits.wordsMax()), new ConcurrentHashMap<>());
    }

    private void learn(Lesson lesson, RatedAnswer rated) {
        Optional<UtilityEstimate> expected = grounding.expecting().of(rated.prompt(), rated.variant());
        if (expected.isEmpty()) {
            return;
        }
        double utility = expected.get().mean();
        lesson.corrections().rated(rated.variant().value(), rated.prompt().features(), utility, rated.score());
        if (!expected.get().isProvisional()) {
            lesson.alarms()
                    .computeIfAbsent(rated.variant(), _ -> new DriftAlarm())
                    .rated(utility, rated.score());
        }
    }

    /// Those that sound, in a steady order.
    List<Drift> drifts() {
        List<Drift> sounding = new ArrayList<>();
        known.forEach((organisation, lesson) -> lesson.alarms().forEach((variant, alarm) -> {
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
