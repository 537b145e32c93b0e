package dev.cortado.evaluation.builtin;

import java.util.List;

/// Invented people, companies, places and things.
final class People {

    static final List<String> FIRST = List.of(
            "Anna", "Ben", "Clara", "David", "Elena", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Kofi", "Lena",
            "Mateo", "Nora", "Omar", "Priya", "Quinn", "Rosa", "Samir", "Tara", "Uwe", "Vera", "Wei", "Yara");
    static final List<String> LAST = List.of(
            "Adler", "Brooks", "Castro", "Dvorak", "Eriksen", "Fischer", "Garcia", "Haddad", "Ivanova", "Jensen", "Kim",
            "Larsen", "Moreau", "Novak", "Okafor", "Patel", "Rossi", "Silva", "Tanaka", "Weber");
    static final List<String> CITIES = List.of(
            "Berlin",
            "Lisbon",
            "Toronto",
            "Nairobi",
            "Osaka",
            "Denver",
            "Porto",
            "Leeds",
            "Austin",
            "Bergen",
            "Valencia",
            "Krakow");
    static final List<String> COMPANIES = List.of(
            "Northwind",
            "Blue Harbor",
            "Calder Works",
            "Fernhill",
            "Lumen Labs",
            "Orchard Foods",
            "Pine & Partners",
            "Quarry Bank",
            "Redleaf",
            "Saltmarsh");
    static final List<String> THINGS = List.of(
            "desk lamp",
            "coffee grinder",
            "rain jacket",
            "travel mug",
            "yoga mat",
            "wall clock",
            "folding chair",
            "water filter",
            "bike helmet",
            "garden hose");
    static final List<String> MONTHS = List.of(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");

    private People() {}

    static String name(Dice dice) {
        return dice.of(FIRST) + " " + dice.of(LAST);
    }

    static String mail(String name, Dice dice) {
        return name.toLowerCase(java.util.Locale.ROOT).replace(' ', '.') + "@"
                + dice.of("mailbox", "example", "letters", "postal") + "." + dice.of("com", "org", "net");
    }

    static String date(Dice dice) {
        return dice.between(1, 28) + " " + dice.of(MONTHS);
    }
}
