package dev.cortado.accounting.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    @Test
    void separatorsQuotesAndLineEnds_areQuoted() {
        assertEquals(
                "plain,\"a,b\",\"say \"\"so\"\"\",\"two\nlines\"\r\n",
                Csv.line(List.of(
                        new Csv.Text("plain"),
                        new Csv.Text("a,b"),
                        new Csv.Text("say \"so\""),
                        new Csv.Text("two\nlines"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "=cmd|' /C calc'!A0"})
    void textThatCouldBeAFormula_isMadeText(String value) {
        assertEquals("'" + value + "\r\n", Csv.line(List.of(new Csv.Text(value))));
    }

    @Test
    void formulaBehindACarriageReturnOrWithSeparators_isMadeTextAndQuoted() {
        assertEquals("\"'\r=1\"\r\n", Csv.line(List.of(new Csv.Text("\r=1"))));
        assertEquals("\"'=HYPERLINK(\"\"x\"\",1)\"\r\n", Csv.line(List.of(new Csv.Text("=HYPERLINK(\"x\",1)"))));
    }

    @ParameterizedTest
    @CsvSource({"-12.5", "0", "9223372036854775807"})
    void number_staysANumber(String value) {
        assertEquals(value + "\r\n", Csv.line(List.of(new Csv.Figure(value))));
    }

    @Test
    void nothing_isAnEmptyField() {
        assertEquals(",,a\r\n", Csv.line(List.of(Csv.NOTHING, Csv.textOrNothing(""), Csv.textOrNothing("a"))));
    }
}
