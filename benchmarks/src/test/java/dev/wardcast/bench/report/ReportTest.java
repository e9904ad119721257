package dev.wardcast.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportTest {

    @Test
    void a_spread_has_its_median_in_the_middle() {
        assertEquals(new Spread(1, 3, 9), Spread.of(List.of(9.0, 1.0, 3.0)));
        assertEquals(new Spread(1, 2, 3), Spread.of(List.of(3.0, 1.0)));
    }

    @Test
    void numbers_have_three_digits() {
        assertEquals("0.12", Numbers.of(0.1234));
        assertEquals("12.3", Numbers.of(12.345));
        assertEquals("123", Numbers.of(123.4));
        assertEquals("123,000", Numbers.of(123_456));
    }

    @Test
    void a_table_lines_up() {
        Table table = new Table(List.of("a", "b"));
        table.row(List.of("long name", "1"));
        assertEquals(
                """
                | a         | b |
                |-----------|--:|
                | long name | 1 |
                """,
                table.toString());
    }

    @Test
    void a_plot_is_well_formed() throws Exception {
        BarPlot plot = new BarPlot();
        plot.panel("a < b & c", List.of(new BarPlot.Bar("x", new Spread(-1, 2, 3), true)));
        String svg = plot.toSvg();
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
        assertTrue(svg.contains("a &lt; b &amp; c"));
    }
}
