package dev.cortado.inference.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class WhitespaceControlTest {

    @Test
    void apply_minusMarks_takeAllWhitespaceOnTheirSide() {
        assertEquals("a{{ b }}c", WhitespaceControl.apply("a \n {{- b -}} \n c"));
        assertEquals("a{% if b %}c", WhitespaceControl.apply("a \n {%- if b -%} \n c"));
    }

    @Test
    void apply_tagOnALineOfItsOwn_leavesNoTrace() {
        assertEquals("a\n{% if b %}c", WhitespaceControl.apply("a\n   {% if b %}\nc"));
        assertEquals("{# note #}a", WhitespaceControl.apply("  {# note #}\na"));
    }

    @Test
    void apply_expression_keepsItsLine() {
        assertEquals("a\n  {{ b }}\nc", WhitespaceControl.apply("a\n  {{ b }}\nc"));
    }

    @Test
    void apply_plusMarks_keepWhitespace() {
        assertEquals("a\n  {% if b %}\nc", WhitespaceControl.apply("a\n  {%+ if b +%}\nc"));
    }

    @Test
    void apply_textBeforeATag_isKept() {
        assertEquals("a  {% if b %}", WhitespaceControl.apply("a  {% if b %}"));
    }

    @Test
    void apply_delimitersInQuotes_areText() {
        String source = "{{ \"}} {{ \\\" -%}\" }} x";
        assertEquals(source, WhitespaceControl.apply(source));
    }

    @Test
    void apply_lastNewline_goes() {
        assertEquals("a\n", WhitespaceControl.apply("a\n\n"));
    }

    @Test
    void apply_unclosed_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> WhitespaceControl.apply("{{ a"));
    }
}
