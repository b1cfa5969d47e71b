filedesc://good.arc 0.0.0.0 20140507100000 text/plain 67
1 0 Nobody
URL IP-address Archive-date Content-type Archive-length

http://news.example/envoy 127.0.0.1 20140507100000 text/plain 132
HTTP/1.1 200 OK
Content-Type: text/plain

Envoy leaves Klow

The envoy of Borduria left Klow on Tuesday after two days of talks.

http://news.example/a b 127.0.0.1 20140507100000 text/plain 128
HTTP/1.1 200 OK
Content-Type: text/plain

Ferry runs again

The ferry between Aland and the mainland runs again from Monday.

