package dev.filch.stress.cores.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonIOException;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.filch.stress.cores.engine.Costs;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A set of costs as JSON. A file has a "description", "sources" (a list of texts), and a part for each
 * {@link CostUnit}. The keys in the parts are the names of the components of {@link Costs}. The components of a
 * distance follow its name and a point, as in {@code near.transfer}. No key may be missing or unknown.
 */
public final class CostFile {

    private static final String DESCRIPTION = "description";
    private static final String SOURCES = "sources";

    private static final double MAX_FIGURE = 1e12;

    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final String name;
    private final JsonObject file;
    private final Map<CostUnit, Map<String, Double>> parts = new EnumMap<>(CostUnit.class);

    private CostFile(String name, JsonObject file) {
        this.name = name;
        this.file = file;
    }

    /**
     * Reads a set.
     *
     * @param name its name
     * @param in the file
     * @return the set
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if a key is missing, unknown or has a wrong value; the message names the key
     */
    public static CostSet parse(String name, Reader in) throws IOException {
        try {
            return new CostFile(name, object(in)).set();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private static JsonObject object(Reader in) throws IOException {
        try {
            return JsonParser.parseReader(in).getAsJsonObject();
        } catch (JsonIOException e) {
            throw new IOException(e);
        } catch (JsonParseException | IllegalStateException e) {
            throw new IllegalArgumentException("not a JSON object: " + e.getMessage(), e);
        }
    }

    /**
     * Writes a set in the form in which it can be read.
     *
     * @param set what to write
     * @param out where to
     * @throws IOException if it cannot be written
     */
    public static void write(CostSet set, Appendable out) throws IOException {
        GSON.toJson(json(set), out);
        out.append('\n');
    }

    /**
     * A set as a part of another document.
     *
     * @param set the set
     * @return what its file holds
     */
    public static JsonObject json(CostSet set) {
        JsonObject file = new JsonObject();
        file.addProperty(DESCRIPTION, set.description());
        file.add(SOURCES, GSON.toJsonTree(set.sources()));
        for (CostUnit unit : CostUnit.values()) {
            Map<String, Double> figures = unit.figures(set.costs());
            if (!figures.isEmpty()) {
                file.add(unit.key(), GSON.toJsonTree(figures));
            }
        }
        return file;
    }

    private CostSet set() {
        Set<String> known = new TreeSet<>(Set.of(DESCRIPTION, SOURCES));
        for (CostUnit unit : CostUnit.values()) {
            known.add(unit.key());
            parts.put(unit, figures(unit));
        }
        refuseUnknown(file.keySet(), known);
        String description = description();
        List<String> sources = sources();
        Costs costs = (Costs) build(Costs.class, "");
        parts.forEach((unit, figures) ->
                refuseUnknown(figures.keySet(), unit.figures(costs).keySet()));
        return new CostSet(name, description, sources, costs);
    }

    private String description() {
        if (file.get(DESCRIPTION) instanceof JsonPrimitive text && text.isString()) {
            return text.getAsString();
        }
        throw wrong(DESCRIPTION, "must be a text");
    }

    private List<String> sources() {
        List<String> sources = new ArrayList<>();
        if (file.get(SOURCES) == null || !file.get(SOURCES).isJsonArray()) {
            throw wrong(SOURCES, "must be a list of texts");
        }
        for (JsonElement source : file.getAsJsonArray(SOURCES)) {
            if (!(source instanceof JsonPrimitive text) || !text.isString()) {
                throw wrong(SOURCES, "must be a list of texts");
            }
            sources.add(source.getAsString());
        }
        return sources;
    }

    /** The figures in a part; none if the file does not have it. */
    private Map<String, Double> figures(CostUnit unit) {
        Map<String, Double> figures = new LinkedHashMap<>();
        JsonElement part = file.get(unit.key());
        if (part == null) {
            return figures;
        }
        if (!part.isJsonObject()) {
            throw wrong(unit.key(), "must be an object with a number for each cost");
        }
        part.getAsJsonObject().asMap().forEach((key, value) -> {
            if (!(value instanceof JsonPrimitive number) || !number.isNumber()) {
                throw wrong(key, "must be a number, not " + value);
            }
            double figure = number.getAsDouble();
            if (!(figure >= 0 && figure <= MAX_FIGURE)) {
                throw wrong(key, "must be a number from 0 to " + (long) MAX_FIGURE + ", not " + value);
            }
            figures.put(key, figure);
        });
        return figures;
    }

    private Record build(Class<?> type, String prefix) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Stream.of(components).map(component -> value(component, prefix)).toArray();
        try {
            return (Record) type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            String where = prefix.isEmpty() ? "" : "'" + prefix.substring(0, prefix.length() - 1) + "': ";
            throw new IllegalArgumentException(where + e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object value(RecordComponent component, String prefix) {
        String key = prefix + component.getName();
        if (component.getType().isRecord()) {
            return build(component.getType(), key + ".");
        }
        CostUnit unit = CostUnit.of(component);
        Double figure = parts.get(unit).get(key);
        if (figure == null) {
            throw wrong(key, "is missing among the " + unit.key());
        }
        try {
            return unit.component(figure);
        } catch (IllegalArgumentException e) {
            throw wrong(key, e.getMessage());
        }
    }

    private static void refuseUnknown(Set<String> keys, Set<String> known) {
        Set<String> unknown = new TreeSet<>(keys);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw wrong(unknown.iterator().next(), "is unknown; there are: " + String.join(", ", known));
        }
    }

    private static IllegalArgumentException wrong(String key, String what) {
        return new IllegalArgumentException("'" + key + "' " + what);
    }
}
