package dev.filch.stress.scenario;

import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the jcstress tests of all rows with one state as a Java class. */
final class TestWriter {

    /** The maximum number of results in a result class of jcstress. */
    private static final int MAX_ANSWERS = 8;

    private final StringBuilder code = new StringBuilder();
    private int answers;

    private TestWriter() {}

    /** The source of a class in the package of the actions. */
    static String source(String packageName, State state, List<Row> rows) {
        TestWriter tests = new TestWriter();
        rows.forEach(tests::writeTest);
        TestWriter file = new TestWriter();
        file.writeHead(packageName, state, tests.code);
        file.code.append(tests.code);
        file.line(0, "}");
        return file.code.toString();
    }

    private void writeHead(String packageName, State state, CharSequence tests) {
        line(0, "package " + packageName + ";");
        line(0, "");
        writeImports("dev.filch.channel", "Channel", tests);
        writeImports("dev.filch.queue", "DequeStates|Injector|MpmcRing|WorkDeque", tests);
        writeImports("org.openjdk.jcstress.annotations",
                "Actor|Arbiter|Description|Expect|JCStressTest|Outcome|State", tests);
        writeImports("org.openjdk.jcstress.infra.results", "I+_Result", tests);
        line(0, "");
        line(0, "/** Scenarios of {@code " + state.text() + "}, generated from {@code ScenarioTable}. */");
        line(0, "public final class " + state.className() + " {");
        line(0, "");
        line(1, "private " + state.className() + "() {}");
    }

    /** Imports those types of a package that the tests use. */
    private void writeImports(String packageName, String types, CharSequence tests) {
        Pattern.compile("\\b(" + types + ")\\b").matcher(tests).results()
                .map(MatchResult::group)
                .distinct()
                .sorted()
                .forEach(type -> line(0, "import " + packageName + "." + type + ";"));
    }

    private void writeTest(Row row) {
        answers = 0;
        String result = resultOf(row);
        line(0, "");
        line(1, "/** {@code " + row + "}. */");
        line(1, "@JCStressTest");
        line(1, "@Description(\"" + row + "\")");
        Outcomes.byReason(row).forEach(this::writeOutcomes);
        line(1, "@Outcome(expect = Expect.FORBIDDEN, desc = \"Not in the specification.\")");
        line(1, "@State");
        line(1, "public static class " + row.name() + " extends " + row.state().structure().actions + " {");
        row.state().other().ifPresent(this::writeOther);
        writeBody("public " + row.name() + "()", List.of("super(" + row.state().creation() + ");"));
        for (int i = 0; i < row.actors().size(); i++) {
            writeProgram("Actor", "actor" + (i + 1), result, row.actors().get(i));
        }
        writeProgram("Arbiter", "arbiter", result, row.arbiter());
        line(1, "}");
    }

    private static String resultOf(Row row) {
        long count = row.invocations().filter(call -> call.operation().answers()).count()
                + row.arbiter().stream().filter(call -> call.operation().answers()).count();
        if (count == 0 || count > MAX_ANSWERS) {
            throw new IllegalArgumentException("jcstress has no result class with " + count + " values for " + row);
        }
        return "I".repeat((int) count) + "_Result";
    }

    private void writeOutcomes(Set<Relaxation> reasons, List<String> outcomes) {
        String reason = reasons.isEmpty()
                ? "Linearizable."
                : reasons.stream()
                        .map(relaxation -> relaxation + ": " + relaxation.reason)
                        .collect(Collectors.joining("; ", "", "."));
        line(1, outcomes.stream().collect(Collectors.joining("\", \"", "@Outcome(id = {\"", "\"},")));
        line(3, "expect = Expect.ACCEPTABLE, desc = \"" + reason + "\")");
    }

    private void writeOther(State state) {
        String actions = state.structure().actions;
        line(2, "private final " + actions + " other = new " + actions + "(" + state.creation() + ");");
        line(0, "");
    }

    private void writeProgram(String annotation, String name, String result, List<Invocation> program) {
        boolean answering = program.stream().anyMatch(call -> call.operation().answers());
        line(0, "");
        line(2, "@" + annotation);
        List<String> statements = program.stream().map(this::statement).collect(Collectors.toList());
        writeBody("public void " + name + (answering ? "(" + result + " r)" : "()"), statements);
    }

    private String statement(Invocation call) {
        if (!call.operation().answers()) {
            return call.call() + ";";
        }
        answers++;
        return "r.r" + answers + " = " + call.call() + ";";
    }

    private void writeBody(String head, List<String> statements) {
        line(2, head + " {");
        statements.forEach(statement -> line(3, statement));
        line(2, "}");
    }

    private void line(int depth, String text) {
        code.append("    ".repeat(text.isEmpty() ? 0 : depth)).append(text).append('\n');
    }
}
