package dev.cortado.evaluation.builtin;

import dev.cortado.evaluation.check.ExactCheck;
import dev.cortado.evaluation.check.JsonCheck;
import dev.cortado.evaluation.check.MentionsCheck;
import dev.cortado.evaluation.check.NumberCheck;
import java.util.List;

/// What stands in a short text, found and given back, alone or as JSON.
final class ExtractionTasks {

    private static final int SHORT = 20;
    private static final int OBJECT = 44;

    private ExtractionTasks() {}

    static List<Template> templates() {
        return List.of(
                ExtractionTasks::mail,
                ExtractionTasks::order,
                ExtractionTasks::personJson,
                ExtractionTasks::amount,
                ExtractionTasks::date,
                ExtractionTasks::orderJson,
                ExtractionTasks::cities,
                ExtractionTasks::sender,
                ExtractionTasks::lastOf,
                ExtractionTasks::phone,
                ExtractionTasks::meetingJson,
                ExtractionTasks::cheapest,
                ExtractionTasks::who);
    }

    private static Draft mail(Dice dice) {
        String name = People.name(dice);
        String mail = People.mail(name, dice);
        return new Draft(
                "Give only the e-mail address in this text: \"" + name + " of " + dice.of(People.COMPANIES)
                        + " can be reached at " + mail + " or at the front desk.\"",
                SHORT,
                ExactCheck.loose(mail));
    }

    private static Draft order(Dice dice) {
        String number = "" + (char) ('A' + dice.between(0, 25)) + dice.between(1000, 9999);
        return new Draft(
                "Which order number is mentioned? Reply with it only. \"Hi, my order " + number + " from "
                        + People.date(dice) + " with " + dice.between(2, 9) + " items has not arrived.\"",
                SHORT,
                MentionsCheck.any(number));
    }

    private static Draft personJson(Dice dice) {
        String name = People.name(dice);
        int age = dice.between(19, 79);
        String city = dice.of(People.CITIES);
        return new Draft(
                "Extract name, age and city as a JSON object with exactly these keys. Reply with JSON only. Text: "
                        + name + ", " + age + ", moved to " + city + " last year.",
                OBJECT,
                JsonCheck.of("name", name, "age", "" + age, "city", city));
    }

    private static Draft amount(Dice dice) {
        int amount = dice.between(21, 899);
        return new Draft(
                "How many dollars were paid? Answer with the number only. \"On " + People.date(dice) + " "
                        + dice.of(People.COMPANIES) + " billed " + dice.between(3, 19) + " hours; "
                        + dice.of(People.FIRST)
                        + " paid $" + amount + " in full.\"",
                SHORT,
                new NumberCheck(amount));
    }

    private static Draft date(Dice dice) {
        String date = People.date(dice);
        return new Draft(
                "On which date is the delivery? Reply with the date only. \"Ordered on " + People.date(dice) + ", the "
                        + dice.of(People.THINGS) + " will be delivered on " + date + " before noon.\"",
                SHORT,
                MentionsCheck.any(date, date.split(" ", -1)[1] + " " + date.split(" ", -1)[0]));
    }

    private static Draft orderJson(Dice dice) {
        String thing = dice.of(People.THINGS);
        int count = dice.between(2, 12);
        int price = dice.between(5, 95);
        return new Draft(
                "Turn this order into JSON with the keys item, quantity and price (numbers without currency). JSON only."
                        + " Order: " + count + " pieces of " + thing + ", $" + price + " each.",
                OBJECT,
                JsonCheck.of("item", thing, "quantity", "" + count, "price", "" + price));
    }

    private static Draft cities(Dice dice) {
        List<String> three = dice.some(3, People.CITIES);
        return new Draft(
                "List all cities in the text, separated by commas. \"" + dice.of(People.FIRST) + " flew from "
                        + three.get(0) + " to " + three.get(1) + " and took a train to " + three.get(2) + " with "
                        + dice.of(People.FIRST) + ".\"",
                SHORT,
                MentionsCheck.each(three));
    }

    private static Draft sender(Dice dice) {
        List<String> two = dice.some(2, People.FIRST);
        return new Draft(
                "Who wrote this note? Answer with the first name only. \"Dear " + two.get(0) + ", the "
                        + dice.of(People.THINGS) + " is broken again. See you on " + People.date(dice) + ". Yours, "
                        + two.get(1) + "\"",
                SHORT,
                new MentionsCheck(List.of(List.of(two.get(1))), List.of(two.get(0))));
    }

    private static Draft lastOf(Dice dice) {
        List<String> five = dice.some(5, People.THINGS);
        int which = dice.between(1, 3);
        String word = List.of("second", "third", "fourth").get(which - 1);
        return new Draft(
                "What is the " + word + " entry of this list? Reply with the entry only. " + String.join("; ", five)
                        + ".",
                SHORT,
                ExactCheck.loose(five.get(which), "a " + five.get(which), "the " + five.get(which)));
    }

    private static Draft phone(Dice dice) {
        String phone = "555-" + dice.between(1000, 9999);
        return new Draft(
                "Reply with the phone number only: \"Invoice " + dice.between(10_000, 99_999) + ". Questions? Call "
                        + dice.of(People.FIRST) + " on " + phone + ", weekdays 9 to 17.\"",
                SHORT,
                MentionsCheck.any(phone));
    }

    private static Draft meetingJson(Dice dice) {
        String name = dice.of(People.FIRST);
        String city = dice.of(People.CITIES);
        String time = dice.between(10, 17) + ":" + dice.of("00", "15", "30", "45");
        return new Draft(
                "Give JSON with keys who, where and time (HH:MM), nothing else. \"We meet " + name + " in " + city
                        + " at " + time + ", so be there ten minutes early.\"",
                OBJECT,
                JsonCheck.of("who", name, "where", city, "time", time));
    }

    private static Draft cheapest(Dice dice) {
        List<String> three = dice.some(3, People.THINGS);
        List<Integer> prices = dice.some(3, List.of(12, 19, 24, 31, 38, 45, 57, 63, 78, 90));
        int least = prices.indexOf(prices.stream().min(Integer::compare).orElseThrow());
        return new Draft(
                "Which item is the cheapest? Reply with its name only. " + three.get(0) + ": $" + prices.get(0) + ", "
                        + three.get(1) + ": $" + prices.get(1) + ", " + three.get(2) + ": $" + prices.get(2),
                SHORT,
                new MentionsCheck(
                        List.of(List.of(three.get(least))),
                        three.stream()
                                .filter(thing -> !thing.equals(three.get(least)))
                                .toList()));
    }

    private static Draft who(Dice dice) {
        List<String> three = dice.some(3, People.FIRST);
        String verb = dice.of("repaired", "bought", "sold", "painted");
        return new Draft(
                "\"" + three.get(0) + " told " + three.get(1) + " that " + three.get(2) + " had " + verb + " the "
                        + dice.of(People.THINGS) + ".\" Who " + verb + " it? One name only.",
                SHORT,
                new MentionsCheck(List.of(List.of(three.get(2))), List.of(three.get(0), three.get(1))));
    }
}
