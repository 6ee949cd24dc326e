package dev.filch.bench.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import dev.filch.bench.contender.Contender;

/** The whole report as JSON: machine, options and raw figures. Unknown values are null. */
final class JsonFile {

    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .serializeNulls()
            .registerTypeAdapter(Contender.class, (JsonSerializer<Contender>)
                    (contender, type, context) -> new JsonPrimitive(contender.id()))
            .create();

    private JsonFile() {}

    static void write(Report report, Appendable out) {
        GSON.toJson(report, out);
    }
}
