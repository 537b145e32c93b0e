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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// All that ratings taught on one grounding: a function of the grounding, the log and where it was begun, so that all
/// routers that began there and have read as far know the same. One thread learns, any may ask.
///
/// No organisation's ratings are at another's cost. Those whose ratings began first have a place in memory and keep it,
/// whoever comes after them; each brings its own newest ratings; and whoever is behind is read a page in turn, so that
/// nobody waits for another one's thousands.
final class Lessons {

    private final Grounding grounding;
    private final LearningLimits limits;
    private final Map<OrganisationId, Lesson> known = new ConcurrentHashMap<>();
    private final Set<OrganisationId> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicLong ratings = new AtomicLong();
    /// Those that have rated what is not learnt yet; the learning thread's own, as what follows.
    private final LinkedHashSet<OrganisationId> behind = new LinkedHashSet<>();
    private long place;

    /// One organisation's.
    private static final class Lesson {
        final Corrections corrections;
        final Residuals residuals = new Residuals();
        final Map<VariantId, DriftAlarm> alarms = new ConcurrentHashMap<>();
        RatingLog.Stretch read;

        Lesson(Corrections corrections, RatingLog.Stretch read) {
            this.corrections = corrections;
            this.read = read;
        }

        void learn(RatedAnswer rated, UtilityEstimate expected) {
            Observation observed = residuals.of(rated.told(), expected.mean());
            corrections.observed(rated.variant().value(), rated.prompt().features(), observed);
            if (!expected.isProvisional()) {
                alarms.computeIfAbsent(rated.variant(), _ -> new DriftAlarm()).observed(observed);
            }
        }
    }

    /// Of what the log holds now, of which nothing is learnt yet.
    Lessons(Grounding grounding, LearningLimits limits, RatingLog log) {
        this.grounding = grounding;
        this.limits = limits;
        RatingLog.Raters raters = log.raters();
        this.place = raters.upTo();
        List<OrganisationId> first =
                raters.organisations().stream().limit(limits.organisationsMax()).toList();
        waiting.addAll(raters.organisations()
                .subList(first.size(), raters.organisations().size()));
        int ofEach = limits.ratingsOfEach(first.stream()
                .map(organisation -> log.count(organisation, limits.organisationRatingsMax()))
                .toList());
        first.forEach(organisation -> place(organisation, log.before(organisation, ofEach)));
    }

    /// @param begin place after which its ratings count
    private void place(OrganisationId organisation, long begin) {
        RatingLog.Stretch read = RatingLog.Stretch.after(begin, place);
        known.put(organisation, new Lesson(new Corrections(grounding.view(), limits.wordsMax()), read));
        behind.add(organisation);
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
        place = raters.upTo();
        raters.organisations().forEach(this::rated);
        while (!behind.isEmpty()) {
            // Whoever is behind when the log goes away stays so.
            OrganisationId next = behind.getFirst();
            boolean isLast = readOn(next, log);
            behind.removeFirst();
            if (!isLast) {
                behind.addLast(next);
            }
        }
        return drifts().stream()
                .filter(drift -> before.stream().noneMatch(drift::isOfTheSame))
                .toList();
    }

    private void rated(OrganisationId organisation) {
        if (known.containsKey(organisation)) {
            behind.add(organisation);
        } else if (known.size() < limits.organisationsMax()) {
            place(organisation, 0);
        } else {
            waiting.add(organisation);
        }
    }

    /// @return whether that was all for now
    private boolean readOn(OrganisationId organisation, RatingLog log) {
        Lesson lesson = known.get(organisation);
        if (lesson == null) {
            return true;
        }
        RatingLog.Page page = log.after(lesson.read, organisation);
        for (RatedAnswer rated : page.answers()) {
            grounding
                    .expecting()
                    .of(rated.prompt(), rated.variant())
                    .ifPresent(expected -> lesson.learn(rated, expected));
        }
        lesson.read = lesson.read.upTo(page.upTo());
        ratings.addAndGet(page.answers().size());
        return page.isLast();
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

    /// That were read.
    long ratings() {
        return ratings.get();
    }

    int organisations() {
        return known.size();
    }

    /// Organisations that rate, and for which there is no place.
    int waiting() {
        return waiting.size();
    }
}
