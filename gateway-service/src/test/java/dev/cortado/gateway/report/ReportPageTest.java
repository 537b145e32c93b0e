package dev.cortado.gateway.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import java.io.StringReader;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportPageTest {

    private static final ReportSpan SPAN = new ReportSpan(
            Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-11-29T00:00:00Z"), "project <demo>");
    private static final UtilityReport.Sum SUM = new UtilityReport.Sum(1_200, 900, NanoUsd.of(3_000_000), 60_000);
    private static final UtilityReport.Point CHEAPEST = new UtilityReport.Point(1e-6, .5);
    private static final UtilityReport.Point KNEE = new UtilityReport.Point(2e-6, .75);
    private static final UtilityReport.Point BEST = new UtilityReport.Point(5e-6, .8);

    private static UtilityReport report() {
        return new UtilityReport(
                SPAN,
                true,
                true,
                SUM,
                KNEE,
                BEST,
                List.of(CHEAPEST, KNEE, BEST),
                KNEE,
                250_000.0,
                16_666.0,
                List.of(new UtilityReport.OfVariant("small-q4", SUM)),
                List.of(
                        new UtilityReport.OfDay(LocalDate.parse("2026-11-27"), SUM),
                        new UtilityReport.OfDay(LocalDate.parse("2026-11-28"), SUM)));
    }

    private static UtilityReport nothing() {
        UtilityReport.Sum none = new UtilityReport.Sum(0, 0, NanoUsd.ZERO, 0);
        UtilityReport.Point zero = new UtilityReport.Point(0, 0);
        return new UtilityReport(
                SPAN, false, false, none, zero, zero, List.of(), null, null, null, List.of(), List.of());
    }

    @Test
    void figures_areOfTheTotals() {
        UtilityReport report = report();
        assertEquals(300_000, report.utilityPerUsd(), 1e-6);
        assertEquals(15, report.utilityPerThousandTokens(), 1e-9);
        assertEquals(.6, report.savedShare(), 1e-9);
        assertEquals(.0625, report.forgoneShare(), 1e-9);
    }

    @Test
    void page_tellsWhereSpendingStoppedPaying_andWhatWasSaved() {
        String html = new ReportPage(report()).html();
        assertTrue(html.contains("Spending stopped paying at 0.002000 USD a thousand requests (utility 0.750)"), html);
        assertTrue(html.contains("250,000 utility a USD, the next one 16,666"), html);
        assertTrue(html.contains("60 %"), html);
        assertTrue(html.contains("Some utilities are not measured yet"), html);
        assertTrue(html.contains("Only the newest 1,200 requests"), html);
        assertTrue(html.contains("project &lt;demo&gt;") && !html.contains("<demo>"), html);
    }

    @Test
    void pictures_areWellFormed_andAllWithinTheirFrame() throws Exception {
        Matcher pictures = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(new ReportPage(report()).html());
        int count = 0;
        while (pictures.find()) {
            var document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(pictures.group())));
            var circles = document.getElementsByTagName("circle");
            assertTrue(circles.getLength() > 0);
            for (int n = 0; n < circles.getLength(); n++) {
                double x = Double.parseDouble(
                        circles.item(n).getAttributes().getNamedItem("cx").getNodeValue());
                double y = Double.parseDouble(
                        circles.item(n).getAttributes().getNamedItem("cy").getNodeValue());
                assertTrue(x >= 0 && x <= 900 && y >= 0 && y <= 400, x + ", " + y);
            }
            count++;
        }
        assertEquals(2, count);
    }

    @Test
    void nothingAnswered_isSaidWithoutPictures() {
        String html = new ReportPage(nothing()).html();
        assertTrue(html.contains("No request was answered"));
        assertFalse(html.contains("<svg"));
    }

    @Test
    void oneCandidate_isNoChoice() {
        UtilityReport report = report();
        String html = new ReportPage(new UtilityReport(
                        SPAN,
                        false,
                        false,
                        SUM,
                        CHEAPEST,
                        CHEAPEST,
                        List.of(CHEAPEST),
                        null,
                        null,
                        null,
                        report.variants(),
                        report.days()))
                .html();
        assertTrue(html.contains("There was nothing to choose from"), html);
    }
}
