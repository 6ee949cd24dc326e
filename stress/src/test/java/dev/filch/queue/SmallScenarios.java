package dev.filch.queue;

import java.util.ArrayList;
import java.util.List;

/**
 * Every pair of concurrent operations, and triples of those that change something, from every state of a small
 * structure.
 */
final class SmallScenarios {

    private static final int MAX_CAPACITY = 4;

    private SmallScenarios() {
    }

    static List<ScenarioCatalog.Entry> ofRings() {
        List<ScenarioCatalog.Entry> scenarios = new ArrayList<>();
        for (int capacity = 1; capacity <= MAX_CAPACITY; capacity++) {
            for (int prefilled = 0; prefilled <= capacity; prefilled++) {
                List<String[]> threads = pairs("opkesiOPfalxdAFcC");
                if (capacity <= 2) {
                    threads.addAll(triples("opkf"));
                }
                for (String[] each : threads) {
                    scenarios.add(ScenarioCatalog.ring(capacity, prefilled, each));
                }
            }
        }
        return scenarios;
    }

    /** Includes one element more than the first segment holds. */
    static List<ScenarioCatalog.Entry> ofInjectors() {
        List<ScenarioCatalog.Entry> scenarios = new ArrayList<>();
        for (int firstLength = 1; firstLength <= 2; firstLength++) {
            for (int prefilled = 0; prefilled <= firstLength + 1; prefilled++) {
                List<String[]> threads = pairs("oapkescibBtT");
                if (firstLength == 2 && prefilled == 1) {
                    threads.addAll(triples("opc"));
                }
                for (String[] each : threads) {
                    scenarios.add(ScenarioCatalog.injector(firstLength, prefilled, each));
                }
            }
        }
        return scenarios;
    }

    static List<ScenarioCatalog.Entry> ofDeques() {
        List<ScenarioCatalog.Entry> scenarios = new ArrayList<>();
        for (int length = 1; length <= MAX_CAPACITY; length *= 2) {
            for (int prefilled = 0; prefilled <= length; prefilled++) {
                addDeques(scenarios, true, length, prefilled);
                addDeques(scenarios, false, length, prefilled);
            }
        }
        return scenarios;
    }

    private static void addDeques(
            List<ScenarioCatalog.Entry> scenarios, boolean lifo, int length, int prefilled) {
        for (String owner : List.of("u", "o", "e", "uo", "ou", "oo", "uu", "U", "r", "ro")) {
            for (String thief : List.of("s", "t", "e", "b", "B", "se", "i")) {
                scenarios.add(ScenarioCatalog.deque(lifo, length, prefilled, owner, thief));
            }
            if (lifo && length == MAX_CAPACITY && prefilled > 2 && !owner.contains("r")) {
                // There are shared reservations; together with a move to another buffer they take minutes.
                for (String thief : List.of("ss", "sb", "bs")) {
                    scenarios.add(ScenarioCatalog.deque(lifo, length, prefilled, owner, thief));
                }
            }
        }
        for (String owner : List.of("u", "o")) {
            // Two batches from four elements, or during a move to another buffer, have millions of executions.
            String operations = length == MAX_CAPACITY ? "s" : "sb";
            for (String[] thieves : pairs(operations)) {
                if (owner.equals("o") || prefilled < length || !String.join("", thieves).equals("bb")) {
                    scenarios.add(ScenarioCatalog.deque(lifo, length, prefilled, owner, thieves));
                }
            }
        }
    }

    private static List<String[]> pairs(String operations) {
        List<String[]> pairs = new ArrayList<>();
        for (int i = 0; i < operations.length(); i++) {
            for (int j = i; j < operations.length(); j++) {
                pairs.add(new String[] {operations.substring(i, i + 1), operations.substring(j, j + 1)});
            }
        }
        return pairs;
    }

    private static List<String[]> triples(String operations) {
        List<String[]> triples = new ArrayList<>();
        for (int i = 0; i < operations.length(); i++) {
            for (String[] pair : pairs(operations.substring(i))) {
                triples.add(new String[] {operations.substring(i, i + 1), pair[0], pair[1]});
            }
        }
        return triples;
    }
}
