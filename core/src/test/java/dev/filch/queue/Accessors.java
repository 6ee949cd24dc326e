package dev.filch.queue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the accessors of shared variables in a source, and the memory mode that each of them really uses. */
final class Accessors {

    private static final Pattern COMMENTS = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);
    private static final Pattern METHOD = Pattern.compile("[\\w>\\]]\\s+(\\w+)\\([^()]*\\)\\s*\\{([^{}]*)}");
    private static final Pattern SUFFIX = Pattern.compile("\\w+(Plain|Opaque|Acquire|Release|Volatile)");
    private static final Pattern READ_MODIFY_WRITE = Pattern.compile("(cas|weakCas|getAndAdd|getAndSet)[A-Z]\\w*");

    /** A call of a VarHandle: other constants have no methods of these names. */
    private static final Pattern OPERATION =
            Pattern.compile("\\b[A-Z][A-Z_]*\\.((?:get|set|weakCompareAnd|compareAnd)\\w*)\\(");

    /** A call of another object's accessor. */
    private static final Pattern DELEGATE = Pattern.compile("\\.(\\w+)\\(");

    private Accessors() {
    }

    static String withoutComments(String source) {
        return COMMENTS.matcher(source).replaceAll("");
    }

    static boolean isAccessor(String method) {
        return SUFFIX.matcher(method).matches() || READ_MODIFY_WRITE.matcher(method).matches();
    }

    /** The mode that the name of an accessor states. */
    static String modeInName(String accessor) {
        Matcher suffix = SUFFIX.matcher(accessor);
        return suffix.matches() ? suffix.group(1).toLowerCase() : "volatile";
    }

    /** The accessors declared in a source, each with the mode of the operation in its body. */
    static Map<String, String> declaredIn(String source) {
        Map<String, String> modes = new TreeMap<>();
        METHOD.matcher(withoutComments(source)).results()
                .filter(method -> isAccessor(method.group(1)))
                .forEach(method -> modes.put(method.group(1), modeOf(method.group(2))));
        return modes;
    }

    /** The VarHandle operations outside of accessors. */
    static List<String> operationsOutsideAccessors(String source) {
        String code = METHOD.matcher(withoutComments(source)).replaceAll(
                method -> isAccessor(method.group(1)) ? "" : Matcher.quoteReplacement(method.group()));
        return OPERATION.matcher(code).results().map(MatchResult::group).collect(Collectors.toList());
    }

    /** Whether a source calls a method; its declaration is no call. */
    static boolean calls(String source, String method) {
        long mentioned = Pattern.compile("\\b" + method + "\\(").matcher(withoutComments(source)).results().count();
        return mentioned > (declaredIn(source).containsKey(method) ? 1 : 0);
    }

    private static String modeOf(String body) {
        List<String> operations = OPERATION.matcher(body).results().map(call -> call.group(1)).toList();
        if (operations.isEmpty()) {
            return DELEGATE.matcher(body).results().map(call -> call.group(1)).filter(Accessors::isAccessor)
                    .map(Accessors::modeInName).findFirst().orElse("plain");
        }
        if (operations.size() > 1) {
            return "several: " + operations;
        }
        String operation = operations.get(0);
        Matcher suffix = SUFFIX.matcher(operation);
        if (suffix.matches()) {
            return suffix.group(1).toLowerCase();
        }
        return operation.equals("get") || operation.equals("set") ? "plain" : "volatile";
    }
}
