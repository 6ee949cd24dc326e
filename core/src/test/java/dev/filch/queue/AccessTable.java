package dev.filch.queue;

import java.util.ArrayList;
import java.util.List;

/** The table in the opening comment of an algorithm: access, mode, why not weaker, test. */
final class AccessTable {

    /** One access. */
    record Row(String accessor, String mode, String reason, String test) {
    }

    private static final List<String> HEADINGS = List.of("Access ", "mode ", "why not weaker ", "test");

    private AccessTable() {
    }

    /** Reads the table by the columns its headings begin at; a blank first column continues the row above. */
    static List<Row> rowsOf(String source) {
        List<String> lines = source.lines().toList();
        int heading = 0;
        while (!HEADINGS.stream().allMatch(lines.get(heading)::contains)) {
            heading++;
        }
        int[] columns = HEADINGS.stream().mapToInt(lines.get(heading)::indexOf).toArray();
        List<String[]> rows = new ArrayList<>();
        for (String line : lines.subList(heading + 1, lines.size())) {
            if (line.contains("*/")) {
                break;
            }
            addLine(rows, line, columns);
        }
        return rows.stream().map(cells -> new Row(cells[0], cells[1], cells[2], cells[3])).toList();
    }

    private static void addLine(List<String[]> rows, String line, int[] columns) {
        String[] cells = new String[columns.length];
        for (int i = 0; i < columns.length; i++) {
            int end = i + 1 < columns.length ? columns[i + 1] : line.length();
            cells[i] = line.substring(Math.min(columns[i], line.length()), Math.min(end, line.length())).strip();
        }
        if (!cells[0].isEmpty()) {
            rows.add(cells);
        } else {
            String[] above = rows.get(rows.size() - 1);
            for (int i = 0; i < cells.length; i++) {
                above[i] = (above[i] + " " + cells[i]).strip();
            }
        }
    }
}
