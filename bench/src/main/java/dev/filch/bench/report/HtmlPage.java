package dev.filch.bench.report;

import static j2html.TagCreator.body;
import static j2html.TagCreator.document;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;

import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A self-contained HTML page. */
public final class HtmlPage {

    private HtmlPage() {}

    /** Returns a page with a heading and the content below it. */
    public static String of(String heading, DomContent... content) throws IOException {
        return document(html(
                        head(
                                meta().withCharset("utf-8"),
                                meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                                title(heading),
                                style(rawHtml(resource(HtmlPage.class, "report.css")))),
                        body(h1(heading)).with(content))
                .withLang("en"));
    }

    /** Returns the text of a resource in a class's package. */
    public static String resource(Class<?> neighbour, String name) throws IOException {
        try (InputStream in = neighbour.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
