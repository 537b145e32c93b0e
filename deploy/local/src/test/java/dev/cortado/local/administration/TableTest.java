package dev.cortado.local.administration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void numbersStandToTheRight_textToTheLeft() {
        assertEquals("""
                name      spent
                a          12.5
                research      3
                """, printed(new Table("name", "spent").row("a", "12.5").row("research", "3")));
    }

    @Test
    void noRow_saysSo() {
        assertEquals("nothing there\n", printed(new Table("name")));
    }

    @Test
    void controlCharactersOfOthers_doNotReachTheTerminal() {
        assertEquals("name\n?[2Ja\n", printed(new Table("name").row("\u001b[2Ja")));
    }

    @Test
    void rowOfAnotherWidth_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Table("name").row("a", "b"));
    }

    @Test
    void money_isTakenAsTypedToTheNano() {
        assertEquals("12.50", UsdText.of("--cap", "12.50"));
        assertEquals("0.000000001", UsdText.of("--cap", "0.000000001"));
        for (String wrong : new String[] {"1e3", "1.0000000001", "12,50", "", "USD 1", "NaN"}) {
            assertThrows(IllegalArgumentException.class, () -> UsdText.of("--cap", wrong), wrong);
        }
    }

    private static String printed(Table table) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.print(new PrintStream(out, true, StandardCharsets.UTF_8), "nothing there");
        return out.toString(StandardCharsets.UTF_8);
    }
}
