package dev.filch.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a page of metrics strictly: what the format of Prometheus, version 0.0.4, does not allow fails the test. */
final class PrometheusPage {

    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";
    private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (.+)");
    private static final Pattern TYPE = Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|summary)");
    private static final Pattern SAMPLE =
            Pattern.compile("(" + NAME + ")\\{(" + LABEL + "(?:," + LABEL + ")*)} (\\S+)");

    private final Map<String, Double> samples = new TreeMap<>();
    private final Map<String, String> types = new TreeMap<>();

    /** The metric whose samples follow. */
    private String family;

    static PrometheusPage parse(String text) {
        assertTrue(text.endsWith("\n"), "the last line ends");
        PrometheusPage page = new PrometheusPage();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher help = HELP.matcher(lines.get(i));
            if (help.matches()) {
                i++;
                page.begin(help.group(1), lines.get(i));
            } else {
                page.add(lines.get(i));
            }
        }
        return page;
    }

    private void begin(String name, String typeLine) {
        Matcher type = TYPE.matcher(typeLine);
        assertTrue(type.matches(), typeLine);
        assertEquals(name, type.group(1));
        assertNull(types.put(name, type.group(2)), () -> "twice: " + name);
        assertEquals("counter".equals(type.group(2)), name.endsWith("_total"), name);
        family = name;
    }

    private void add(String line) {
        Matcher sample = SAMPLE.matcher(line);
        assertTrue(sample.matches(), line);
        boolean ofSummary = "summary".equals(types.get(family))
                && List.of(family + "_sum", family + "_count").contains(sample.group(1));
        assertTrue(ofSummary || sample.group(1).equals(family), () -> line + " is no sample of " + family);
        String key = sample.group(1) + "{" + sample.group(2) + "}";
        assertNull(samples.put(key, Double.valueOf(sample.group(3))), () -> "twice: " + key);
    }

    /** The value of a sample, given its name and labels as they stand on the page. */
    double value(String sample) {
        assertTrue(samples.containsKey(sample), () -> sample + " is not among " + samples.keySet());
        return samples.get(sample);
    }
}
