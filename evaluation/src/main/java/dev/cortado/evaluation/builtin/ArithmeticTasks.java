package dev.cortado.evaluation.builtin;

import dev.cortado.evaluation.check.MentionsCheck;
import dev.cortado.evaluation.check.NumberCheck;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/// Sums, from those that every model can do to those that the smallest cannot.
final class ArithmeticTasks {

    private static final String NUMBER_ONLY = " Answer with the number only.";
    private static final int SHORT = 16;

    private ArithmeticTasks() {}

    static List<Template> templates() {
        return List.of(
                ArithmeticTasks::sum,
                ArithmeticTasks::difference,
                ArithmeticTasks::product,
                ArithmeticTasks::stock,
                ArithmeticTasks::percent,
                ArithmeticTasks::price,
                ArithmeticTasks::clock,
                ArithmeticTasks::sequence,
                ArithmeticTasks::larger,
                ArithmeticTasks::mean,
                ArithmeticTasks::remainder,
                ArithmeticTasks::brackets,
                ArithmeticTasks::units);
    }

    private static Draft number(String question, long answer) {
        return new Draft(question + NUMBER_ONLY, SHORT, new NumberCheck(answer));
    }

    private static Draft sum(Dice dice) {
        int a = dice.between(11, 499);
        int b = dice.between(11, 499);
        return number("What is " + a + " + " + b + "?", a + b);
    }

    private static Draft difference(Dice dice) {
        int a = dice.between(120, 980);
        int b = dice.between(15, a - 10);
        return number("Subtract " + b + " from " + a + ".", a - b);
    }

    private static Draft product(Dice dice) {
        int a = dice.between(3, 12);
        int b = dice.between(11, 48);
        return number("Calculate " + a + " × " + b + ".", (long) a * b);
    }

    private static Draft stock(Dice dice) {
        int boxes = dice.between(3, 9);
        int each = dice.between(4, 15);
        int gone = dice.between(2, boxes * each - 3);
        String thing = dice.of("pens", "apples", "candles", "bolts", "stickers", "eggs");
        return number(
                boxes + " boxes hold " + each + " " + thing + " each. " + gone + " " + thing
                        + " are taken out. How many are left?",
                (long) boxes * each - gone);
    }

    private static Draft percent(Dice dice) {
        int percent = dice.of(5, 10, 15, 20, 25, 30, 40, 75);
        int of = dice.between(2, 24) * 20;
        return number("What is " + percent + "% of " + of + "?", (long) percent * of / 100);
    }

    private static Draft price(Dice dice) {
        int count = dice.between(3, 9);
        int whole = dice.between(2, 14);
        BigDecimal each = new BigDecimal(whole + ".50");
        String thing = dice.of("ticket", "notebook", "coffee", "lamp", "plant");
        BigDecimal total = each.multiply(BigDecimal.valueOf(count));
        return new Draft(
                "One " + thing + " costs $" + each + ". What do " + count + " cost, in dollars?" + NUMBER_ONLY,
                SHORT,
                new NumberCheck(total));
    }

    private static Draft clock(Dice dice) {
        int start = dice.between(7, 20) * 60 + dice.between(1, 11) * 5;
        int minutes = dice.between(5, 30) * 5;
        String what = dice.of("A train leaves", "A film starts", "A meeting begins", "A class starts");
        String end = clockTime(start + minutes);
        return new Draft(
                what + " at " + clockTime(start) + " and takes " + minutes
                        + " minutes. When does it end? Answer as HH:MM only.",
                SHORT,
                MentionsCheck.any(end));
    }

    private static String clockTime(int minutes) {
        return String.format(Locale.ROOT, "%02d:%02d", minutes / 60 % 24, minutes % 60);
    }

    private static Draft sequence(Dice dice) {
        int first = dice.between(1, 30);
        int step = dice.between(2, 13);
        boolean doubled = dice.between(0, 3) == 0;
        long a = first;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            text.append(a).append(", ");
            a = doubled ? a * 2 : a + step;
        }
        return number("Which number comes next: " + text + "...?", a);
    }

    private static Draft larger(Dice dice) {
        int digit = dice.between(1, 9);
        BigDecimal a = new BigDecimal("0." + digit);
        BigDecimal b = new BigDecimal("0." + dice.between(Math.max(1, digit - 2), 9) + dice.between(1, 9));
        boolean swap = dice.between(0, 1) == 1;
        return new Draft(
                "Which is larger, " + (swap ? b : a) + " or " + (swap ? a : b) + "?" + NUMBER_ONLY,
                SHORT,
                new NumberCheck(a.max(b)));
    }

    private static Draft mean(Dice dice) {
        int middle = dice.between(8, 60);
        int spread = dice.between(1, 7);
        List<Integer> three = dice.shuffled(List.of(middle - spread, middle, middle + spread));
        return number(
                "What is the average of " + three.get(0) + ", " + three.get(1) + " and " + three.get(2) + "?", middle);
    }

    private static Draft remainder(Dice dice) {
        int by = dice.between(3, 9);
        int of = dice.between(20, 99);
        return number("What is the remainder when " + of + " is divided by " + by + "?", of % by);
    }

    private static Draft brackets(Dice dice) {
        int a = dice.between(2, 15);
        int b = dice.between(2, 15);
        int c = dice.between(2, 9);
        return number("Compute (" + a + " + " + b + ") * " + c + ".", (long) (a + b) * c);
    }

    private static Draft units(Dice dice) {
        int whole = dice.between(2, 9);
        int part = dice.between(1, 11) * 5;
        return switch (dice.between(0, 2)) {
            case 0 -> number("How many minutes are " + whole + " hours and " + part + " minutes?", whole * 60L + part);
            case 1 -> number("How many days are " + whole + " weeks and 3 days?", whole * 7L + 3);
            default ->
                number(
                        "How many centimetres are " + whole + " metres and " + part + " centimetres?",
                        whole * 100L + part);
        };
    }
}
