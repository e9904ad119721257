package dev.wardcast.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Panels of horizontal bars one under the other, as SVG: medians, and a line from least to most.
 */
public final class BarPlot {

    /**
     * @param label in front of the bar
     * @param ours drawn in the strong colour
     */
    public record Bar(String label, Spread value, boolean ours) {}

    private record Panel(String title, List<Bar> bars) {}

    private static final int WIDTH = 760;
    private static final int LEFT = 190;
    private static final int RIGHT = 110;
    private static final int BAR = 18;
    private static final int STEP = 26;
    private static final int TITLE = 34;
    private static final int GAP = 18;

    private final List<Panel> panels = new ArrayList<>();

    public void panel(String title, List<Bar> bars) {
        if (!bars.isEmpty()) {
            panels.add(new Panel(title, List.copyOf(bars)));
        }
    }

    public String toSvg() {
        StringBuilder body = new StringBuilder();
        int y = GAP;
        for (Panel panel : panels) {
            y = draw(body, panel, y);
        }
        return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
        font-family="system-ui, sans-serif" font-size="13">
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        %3$s</svg>
        """
                .formatted(WIDTH, y, body);
    }

    private static int draw(StringBuilder body, Panel panel, int top) {
        int y = top + TITLE / 2;
        text(body, GAP, y, "start", "font-weight=\"600\"", panel.title());
        y += TITLE / 2;
        double scale =
                (WIDTH - LEFT - RIGHT)
                        / panel.bars().stream()
                                .mapToDouble(bar -> bar.value().most())
                                .filter(most -> most > 0)
                                .max()
                                .orElse(1);
        for (Bar bar : panel.bars()) {
            Spread value = bar.value();
            int middle = y + BAR / 2;
            text(body, LEFT - 8, middle + 4, "end", "", bar.label());
            body.append(
                    format(
                            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n",
                            LEFT,
                            y,
                            Math.max(0, value.median() * scale),
                            BAR,
                            bar.ours() ? "#0b7285" : "#adb5bd"));
            double from = LEFT + Math.max(0, value.least() * scale);
            double to = LEFT + Math.max(0, value.most() * scale);
            body.append(
                    format(
                            "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#212529\"/>\n",
                            from, middle, to, middle));
            text(
                    body,
                    (int) Math.max(to, LEFT + value.median() * scale) + 8,
                    middle + 4,
                    "start",
                    "",
                    Numbers.of(value.median()));
            y += STEP;
        }
        return y + GAP;
    }

    private static void text(
            StringBuilder body, int x, int y, String anchor, String style, String text) {
        body.append(
                format(
                        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"#212529\" %s>%s</text>\n",
                        x, y, anchor, style, escape(text)));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
