package dev.filch.stress.model;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The result of an exploration.
 *
 * @param scenario the scenario's name
 * @param bounds the limits of the exploration, as text
 * @param executions the number of executions, each run to its end or to a known state
 * @param states the number of distinct states
 * @param complete whether everything within the limits was explored
 * @param seconds the time it took
 * @param outcomes all outcomes seen, if the scenario reports them
 * @param found a failed execution, or null
 */
public record Report(String scenario, String bounds, long executions, long states, boolean complete, double seconds,
        Set<String> outcomes, Found found) {

    /**
     * A failed execution.
     *
     * @param failure the failure
     * @param trace its trace, one line for each access
     */
    public record Found(Throwable failure, List<Event> trace) {

        /** Of a longer trace only the beginning and the end are printed; such an execution repeats itself. */
        private static final int LONG_TRACE = 200;

        /** The failure and its trace. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(failure.toString());
            for (int i = 0; i < trace.size(); i++) {
                if (i == LONG_TRACE / 2 && trace.size() > LONG_TRACE) {
                    text.append(String.format(Locale.ROOT, "%n    ... %d more ...", trace.size() - LONG_TRACE));
                    i = trace.size() - LONG_TRACE / 2;
                }
                Event event = trace.get(i);
                text.append(String.format(
                        Locale.ROOT, "%n%6d  %-10s %-66s %s", i + 1, event.thread(), event.site(), event.text()));
            }
            return text.toString();
        }
    }

    /**
     * Whether everything was explored and nothing failed.
     *
     * @return true if the scenario passed
     */
    public boolean passed() {
        return found == null && complete;
    }

    Report withFound(Found other) {
        return new Report(scenario, bounds, executions, states, complete, seconds, outcomes, other);
    }

    /** One line with the result and the limits, and the trace if there is one. */
    @Override
    public String toString() {
        String verdict = found != null ? "FAILED" : complete ? "passed" : "INCOMPLETE";
        String figures = String.format(Locale.ROOT, "%-10s %8d executions %8d states %7.2f s  %s  [%s]",
                verdict, executions, states, seconds, scenario, bounds);
        return found == null ? figures : figures + System.lineSeparator() + "  " + found;
    }
}
