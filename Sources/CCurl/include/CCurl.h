#ifndef CCURL_H
#define CCURL_H

#include <curl/curl.h>
#include <stddef.h>

// libcurl's variadic functions, which Swift cannot call, as functions with fixed arguments.

CURLcode ccurl_set_number(CURL *easy, CURLoption option, long value);
/// libcurl keeps a copy of `text`; NULL takes back the default too.
CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *text);
/// libcurl keeps a copy of the octets.
CURLcode ccurl_set_blob(CURL *easy, CURLoption option, const void *octets, size_t count);
/// Posts the octets, of which libcurl keeps a copy.
CURLcode ccurl_set_body(CURL *easy, const void *octets, size_t count);
/// `list` must outlive `easy`.
CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *list);
/// `buffer` has CURL_ERROR_SIZE octets and must outlive `easy`.
CURLcode ccurl_set_error_buffer(CURL *easy, char *buffer);
/// What to call for each line of a head, for what comes of a body, and once the connection is there.
CURLcode ccurl_set_callbacks(
    CURL *easy, curl_write_callback head, curl_write_callback body, curl_prereq_callback connected, void *context);
/// Opens sockets that no child process inherits, and that notice a dead peer: one that is silent for 10 s is probed,
/// and given up when it has acknowledged nothing for 20 s.
CURLcode ccurl_set_sockets(CURL *easy);

CURLcode ccurl_number(CURL *easy, CURLINFO info, long *value);

CURLMcode ccurl_multi_set_socket_callback(CURLM *multi, curl_socket_callback callback, void *context);

#endif
